"""scaling behaviour that the API server refuses

Why: KEDA hands it to the HPA it makes; a window over an hour or a period over 30 minutes is refused there, so nothing
scales.
Source: kubernetes pkg/apis/autoscaling/validation/validation.go, ValidateHorizontalPodAutoscalerBehavior.
Bad (no schema: some schemas refuse it too):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      advanced:
        horizontalPodAutoscalerConfig:
          behavior: {scaleDown: {stabilizationWindowSeconds: 4000}}
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
          behavior:
            scaleDown: {stabilizationWindowSeconds: 600, policies: [{type: Pods, value: 1, periodSeconds: 60}]}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.scaling_behavior import faults
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("behavior",)
_PATH = ("spec", "advanced", "horizontalPodAutoscalerConfig", "behavior")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, message, fix in faults(mapping(manifest.body, *_PATH)):
        yield Problem(message, (*_PATH, *path), fix=fix)
