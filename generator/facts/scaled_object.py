"""ScaledObjects and ScaledJobs as KEDA reads them: triggers, bounds, target, authentication.

Source: kedacore/keda apis/keda/v1alpha1 (scaledobject_types.go, scaledobject_webhook.go, gvkr.go).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, mapping, rows
from generator.model import Manifest, Path

DEFAULT_MAX = 100
HPA_PREFIX = "keda-hpa-"
TRANSFER = "scaledobject.keda.sh/transfer-hpa-ownership"
OWNERSHIP = "validations.keda.sh/hpa-ownership"
PAUSED = "autoscaling.keda.sh/paused"
PAUSED_REPLICAS = "autoscaling.keda.sh/paused-replicas"
PAUSED_IN = "autoscaling.keda.sh/paused-scale-in"
PAUSED_OUT = "autoscaling.keda.sh/paused-scale-out"
SCALED = (kinds.SCALED_OBJECT, kinds.SCALED_JOB)
AUTHENTICATIONS = (kinds.TRIGGER_AUTHENTICATION, kinds.CLUSTER_TRIGGER_AUTHENTICATION)


@dataclass(frozen=True)
class Trigger:
    """One trigger of a ScaledObject or ScaledJob, and where it stands."""

    manifest: Manifest
    path: Path
    body: Mapping[str, Any]

    @property
    def type(self) -> str:
        return str(self.body.get("type") or "")

    @property
    def name(self) -> str:
        return str(self.body.get("name") or "")

    @property
    def metadata(self) -> Mapping[str, str]:
        """The parameters that are strings; others are refused before they are read."""
        return {str(key): value for key, value in mapping(self.body, "metadata").items() if isinstance(value, str)}

    @property
    def metric_type(self) -> str:
        return str(self.body.get("metricType") or "")

    @property
    def is_resource(self) -> bool:
        return self.type in ("cpu", "memory")

    @property
    def label(self) -> str:
        """How messages name it."""
        return f"{self.type} trigger {self.name!r}" if self.name else f"{self.type} trigger"

    def at(self, *path: str | int) -> Path:
        """A path below the trigger."""
        return (*self.path, *path)

    def parameter(self, name: str) -> Path:
        return self.at("metadata", name)


def triggers(manifest: Manifest) -> Iterator[Trigger]:
    """Every trigger that is a mapping, in order."""
    for n, body in enumerate(rows(manifest.body, "spec", "triggers")):
        if isinstance(body, Mapping):
            yield Trigger(manifest, ("spec", "triggers", n), body)


def number(manifest: Manifest, *path: str) -> int | None:
    """A whole number below `spec`, None where it is absent or something else."""
    found = get(manifest.body, "spec", *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def least(manifest: Manifest) -> int:
    """minReplicaCount as written; absent counts as 0."""
    return number(manifest, "minReplicaCount") or 0


def most(manifest: Manifest) -> int:
    """maxReplicaCount, 100 where it is absent."""
    found = number(manifest, "maxReplicaCount")
    return DEFAULT_MAX if found is None else found


def reaches_zero(manifest: Manifest) -> bool:
    """Whether the ScaledObject may take its workload to no replicas."""
    return least(manifest) == 0 or number(manifest, "idleReplicaCount") == 0


def annotated(manifest: Manifest) -> Mapping[str, Any]:
    return mapping(manifest.body, "metadata", "annotations")


def hpa_name(manifest: Manifest) -> str:
    """The name of the HPA that KEDA makes for a ScaledObject."""
    given = get(manifest.body, "spec", "advanced", "horizontalPodAutoscalerConfig", "name")
    return str(given or f"{HPA_PREFIX}{manifest.id.name}")


def modifiers(manifest: Manifest) -> Mapping[str, Any]:
    """advanced.scalingModifiers, empty where the ScaledObject uses none."""
    return mapping(manifest.body, "spec", "advanced", "scalingModifiers")


@dataclass(frozen=True)
class TargetRef:
    """What a ScaledObject scales: group, kind and name, defaults applied (a Deployment of apps/v1)."""

    group: str
    kind: str
    name: str

    @property
    def full_kind(self) -> str:
        return f"{self.kind}.{self.group}" if self.group else self.kind


def target_ref(manifest: Manifest) -> TargetRef:
    """scaleTargetRef of a ScaledObject or an HPA."""
    ref = mapping(manifest.body, "spec", "scaleTargetRef")
    given = str(ref.get("apiVersion") or "apps/v1")
    group = given.rpartition("/")[0]
    return TargetRef(group, str(ref.get("kind") or "Deployment"), str(ref.get("name") or ""))


def target(cluster: Cluster, manifest: Manifest) -> Manifest | None:
    """The workload a ScaledObject scales, None where it is not here."""
    ref = target_ref(manifest)
    return cluster.get(ref.full_kind, manifest.id.namespace, ref.name)


def pods(cluster: Cluster, manifest: Manifest) -> PodTemplate | None:
    """The pod template that KEDA reads environment and requests from."""
    if manifest.id.kind == "ScaledJob":
        return cluster.template(manifest)
    found = target(cluster, manifest)
    return cluster.template(found) if found else None


def environment_container(manifest: Manifest, template: PodTemplate) -> tuple[Path, Mapping[str, Any]] | None:
    """The container whose environment `...FromEnv` names; the first one unless told otherwise."""
    where = (
        ("envSourceContainerName",) if manifest.id.kind == "ScaledJob" else ("scaleTargetRef", "envSourceContainerName")
    )
    wanted = get(manifest.body, "spec", *where)
    containers = list(template.containers())
    if not wanted:
        return containers[0] if containers else None
    return next((found for found in containers if found[1].get("name") == wanted), None)


@lru_cache(maxsize=64)
def by_target(cluster: Cluster) -> Mapping[tuple[str, TargetRef], tuple[Manifest, ...]]:
    """ScaledObjects by namespace and what they scale."""
    found: dict[tuple[str, TargetRef], list[Manifest]] = {}
    for manifest in cluster.all(kinds.SCALED_OBJECT):
        found.setdefault((manifest.id.namespace, target_ref(manifest)), []).append(manifest)
    return {key: tuple(items) for key, items in found.items()}


def same_target(cluster: Cluster, manifest: Manifest) -> tuple[Manifest, ...]:
    """The ScaledObjects that scale what an HPA or a ScaledObject scales, itself included."""
    return by_target(cluster).get((manifest.id.namespace, target_ref(manifest)), ())
