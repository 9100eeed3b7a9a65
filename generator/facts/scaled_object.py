"""ScaledObjects and ScaledJobs as KEDA reads them: triggers, bounds, target, authentication.

Source: kedacore/keda apis/keda/v1alpha1 (scaledobject_types.go, scaledobject_webhook.go, gvkr.go).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, mapping
from generator.facts.fields import entries, whole
from generator.facts.replicas import pods_of, target_of
from generator.model import Manifest, Path

DEFAULT_MAX = 100
HPA_PREFIX = "keda-hpa-"
TRANSFER = "scaledobject.keda.sh/transfer-hpa-ownership"
OWNERSHIP = "validations.keda.sh/hpa-ownership"
PAUSED = "autoscaling.keda.sh/paused"
PAUSED_REPLICAS = "autoscaling.keda.sh/paused-replicas"
PAUSED_IN = "autoscaling.keda.sh/paused-scale-in"
PAUSED_OUT = "autoscaling.keda.sh/paused-scale-out"
PAUSED_UNTIL = "argosy.dev/paused-until"
"""Says by which day a pause is to be gone; written beside pauses that come from values."""
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

    @cached_property
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
        return f"{self.type} trigger `{self.name}`" if self.name else f"{self.type} trigger"

    def at(self, *path: str | int) -> Path:
        """A path below the trigger."""
        return (*self.path, *path)

    def parameter(self, name: str) -> Path:
        return self.at("metadata", name)


def triggers(manifest: Manifest) -> Iterator[Trigger]:
    """Every trigger that is a mapping, in order."""
    for n, body in entries(manifest.body, "spec", "triggers"):
        yield Trigger(manifest, ("spec", "triggers", n), body)


def number(manifest: Manifest, *path: str) -> int | None:
    """A whole number below `spec`, None where it is absent or something else."""
    return whole(manifest.body, "spec", *path)


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


def activations(trigger: Trigger) -> Iterator[tuple[str, float]]:
    """The trigger's activation parameters that are numbers: from which value on it wakes its workload."""
    for key, text in sorted(trigger.metadata.items()):
        if key.startswith("activation"):
            try:
                yield key, float(text)
            except ValueError:
                continue


def annotated(manifest: Manifest) -> Mapping[str, Any]:
    return mapping(manifest.body, "metadata", "annotations")


def hpa_name(manifest: Manifest) -> str:
    """The name of the HPA that KEDA makes for a ScaledObject."""
    given = get(manifest.body, "spec", "advanced", "horizontalPodAutoscalerConfig", "name")
    return str(given or f"{HPA_PREFIX}{manifest.id.name}")


def modifiers(manifest: Manifest) -> Mapping[str, Any]:
    """advanced.scalingModifiers, empty where the ScaledObject uses none."""
    return mapping(manifest.body, "spec", "advanced", "scalingModifiers")


def target(cluster: Cluster, manifest: Manifest) -> Manifest | None:
    """The workload a ScaledObject scales, None where it is not here."""
    who = target_of(manifest)
    return cluster.by_id.get(who) if who else None


def pods(cluster: Cluster, manifest: Manifest) -> PodTemplate | None:
    """The pod template that KEDA reads environment and requests from."""
    if manifest.id.kind == "ScaledJob":
        return cluster.template(manifest)
    return pods_of(cluster, manifest)


def environment_path(manifest: Manifest) -> Path:
    """Where a ScaledObject or ScaledJob names the container whose environment KEDA reads."""
    if manifest.id.kind == "ScaledJob":
        return ("spec", "envSourceContainerName")
    return ("spec", "scaleTargetRef", "envSourceContainerName")


def environment_container(manifest: Manifest, template: PodTemplate) -> tuple[Path, Mapping[str, Any]] | None:
    """The container whose environment `...FromEnv` names; the first one unless told otherwise."""
    wanted = get(manifest.body, *environment_path(manifest))
    containers = list(template.containers())
    if not wanted:
        return containers[0] if containers else None
    return next((found for found in containers if found[1].get("name") == wanted), None)
