"""HPA settings at the wrong level

Why: behavior and name belong to advanced.horizontalPodAutoscalerConfig, that block and restoreToOriginalReplicaCount
to advanced. Elsewhere the API server drops them without a word and defaults count.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, AdvancedConfig (2724).
Bad (no schema: an unknown field too):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      advanced:
        behavior: {scaleDown: {stabilizationWindowSeconds: 600}}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      advanced:
        horizontalPodAutoscalerConfig:
          behavior: {scaleDown: {stabilizationWindowSeconds: 600}}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.SCALED_OBJECT,)
_HOMES = {
    "behavior": ("advanced", "horizontalPodAutoscalerConfig"),
    "horizontalPodAutoscalerConfig": ("advanced",),
    "restoreToOriginalReplicaCount": ("advanced",),
    "scalingModifiers": ("advanced",),
}
NEEDS = (*_HOMES,)
_LEVELS: tuple[tuple[str, ...], ...] = ((), ("advanced",), ("advanced", "horizontalPodAutoscalerConfig"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for level in _LEVELS:
        here = mapping(manifest.body, "spec", *level)
        for key, home in _HOMES.items():
            if key in here and level != home:
                path: Path = ("spec", *level, key)
                yield Problem(
                    f"{'.'.join((*level, key))} has no effect: its place is {'.'.join((*home, key))}",
                    path,
                    fix=f"move {key} to spec.{'.'.join(home)}",
                    at_key=True,
                )
