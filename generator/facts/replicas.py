"""How many pods a workload has: who decides it, the fewest and the most.

Source: https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/ and
https://keda.sh/docs/latest/reference/scaledobject-spec/ (defaults of both kinds).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, kind_name, mapping
from generator.facts.fields import entries, text, whole
from generator.model import Manifest, ObjectId, Path

PAUSED = "autoscaling.keda.sh/paused-replicas"
_KEDA_CEILING = 100
HOMES: Mapping[str, str] = {
    "Deployment": "apps/v1",
    "StatefulSet": "apps/v1",
    "ReplicaSet": "apps/v1",
    "ReplicationController": "v1",
    "Rollout": "argoproj.io/v1alpha1",
}
"""Kinds that an autoscaler may scale, and where they live."""
_BUILT_IN = frozenset(("", "apps", "batch", "autoscaling", "networking.k8s.io", "policy", "rbac.authorization.k8s.io"))
_CRD = "CustomResourceDefinition.apiextensions.k8s.io"


@dataclass(frozen=True, slots=True)
class Replicas:
    """Bounds of a workload's pods while it works.

    `floor` counts an active workload: KEDA may still take it to zero when `may_sleep`. `owner` is the object that
    decides (the workload itself or its autoscaler); the paths lead to the two numbers in it.
    """

    floor: int
    ceiling: int
    owner: Manifest
    floor_path: Path
    ceiling_path: Path
    may_sleep: bool = False


def target_of(autoscaler: Manifest) -> ObjectId | None:
    """The workload an HPA or a ScaledObject scales; KEDA takes a missing kind for a Deployment."""
    reference = mapping(autoscaler.body, "spec", "scaleTargetRef")
    name = text(reference, "name")
    if not name:
        return None
    keda = kind_name(autoscaler) == kinds.SCALED_OBJECT
    api, kind = text(reference, "apiVersion"), text(reference, "kind")
    if keda:
        api, kind = api or "apps/v1", kind or "Deployment"
    return ObjectId(api.rpartition("/")[0], kind, autoscaler.id.namespace, name)


def pods_of(cluster: Cluster, autoscaler: Manifest) -> PodTemplate | None:
    """The pod template of the workload an HPA or a ScaledObject scales, None where it is not here."""
    target = target_of(autoscaler)
    workload = cluster.by_id.get(target) if target else None
    return _templates(cluster).get(id(workload)) if workload else None


@lru_cache(maxsize=8)
def _templates(cluster: Cluster) -> Mapping[int, PodTemplate]:
    """The pod templates by `id` of the object that holds them; what is kept of the object looked at stays."""
    return {id(template.manifest): template for template in cluster.templates}


@lru_cache(maxsize=8)
def autoscalers(cluster: Cluster) -> Mapping[ObjectId, tuple[Manifest, ...]]:
    """HPAs and ScaledObjects by the workload they scale."""
    found: dict[ObjectId, list[Manifest]] = {}
    for manifest in cluster.all(kinds.HPA, kinds.SCALED_OBJECT):
        target = target_of(manifest)
        if target is not None:
            found.setdefault(target, []).append(manifest)
    return {target: tuple(items) for target, items in found.items()}


def autoscalers_of(cluster: Cluster, workload: Manifest) -> tuple[Manifest, ...]:
    """The autoscalers that scale a workload: at most one if all is well."""
    return autoscalers(cluster).get(workload.id, ())


def replicas(cluster: Cluster, workload: Manifest) -> Replicas | None:
    """The bounds of a workload's pods; None for kinds that have no number of replicas."""
    if kind_name(workload) not in kinds.SCALABLE:
        return None
    scalers = autoscalers_of(cluster, workload)
    if scalers:
        return bounds(scalers[0])
    count = whole(workload.body, "spec", "replicas")
    number = 1 if count is None else count
    return Replicas(number, number, workload, ("spec", "replicas"), ("spec", "replicas"))


def bounds(autoscaler: Manifest) -> Replicas:
    """What an HPA or a ScaledObject lets its target have."""
    if kind_name(autoscaler) == kinds.HPA:
        low = whole(autoscaler.body, "spec", "minReplicas")
        high = whole(autoscaler.body, "spec", "maxReplicas")
        floor = 1 if low is None else low
        path: Path = ("spec", "minReplicas")
        return Replicas(floor, floor if high is None else high, autoscaler, path, ("spec", "maxReplicas"))
    paused = get(autoscaler.body, "metadata", "annotations", PAUSED)
    if isinstance(paused, str) and paused.isdigit():
        path = ("metadata", "annotations", PAUSED)
        return Replicas(int(paused), int(paused), autoscaler, path, path)
    low = whole(autoscaler.body, "spec", "minReplicaCount") or 0
    high = whole(autoscaler.body, "spec", "maxReplicaCount")
    ceiling = _KEDA_CEILING if high is None else high
    paths: tuple[Path, Path] = (("spec", "minReplicaCount"), ("spec", "maxReplicaCount"))
    sleeps = low == 0 or whole(autoscaler.body, "spec", "idleReplicaCount") == 0
    return Replicas(max(1, low), ceiling, autoscaler, *paths, may_sleep=sleeps)


def unscalable(cluster: Cluster, who: ObjectId) -> bool:
    """Whether a kind surely has no scale subresource: those of Kubernetes, and those whose definition is here."""
    if who.kind in HOMES:
        return False
    if who.group in _BUILT_IN or (who.group, who.kind) == ("keda.sh", "ScaledJob"):
        return True
    versions = _definitions(cluster).get((who.group, who.kind), ())
    return bool(versions) and not any(get(version, "subresources", "scale") is not None for version in versions)


@lru_cache(maxsize=8)
def _definitions(cluster: Cluster) -> Mapping[tuple[str, str], tuple[Mapping[str, object], ...]]:
    """The versions of each kind that is defined here, by group and kind."""
    return {
        (text(crd.body, "spec", "group"), text(crd.body, "spec", "names", "kind")): tuple(
            row for _, row in entries(crd.body, "spec", "versions")
        )
        for crd in cluster.all(_CRD)
    }
