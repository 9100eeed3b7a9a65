"""autoscaler with a minimum below one

Why: Negative minimums are refused; zero needs the HPAScaleToZero gate of the cluster and a metric from outside the
pods.
Source: kubernetes pkg/apis/autoscaling/validation/validation.go, validateHorizontalPodAutoscalerSpec.
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 0
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 1
      maxReplicas: 3
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text, whole
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)
NEEDS = ("minReplicas",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    low = whole(manifest.body, "spec", "minReplicas")
    if low is None or low >= 1:
        return
    outside = any(text(row, "type") in ("Object", "External") for _, row in entries(manifest.body, "spec", "metrics"))
    gates = cluster.settings.get("featureGates")
    if low == 0 and outside and isinstance(gates, Mapping) and gates.get("HPAScaleToZero") is True:
        return
    yield Problem(
        f"minReplicas {low} is refused: an autoscaler keeps at least one pod",
        ("spec", "minReplicas"),
        fix="set minReplicas to 1; to scale to zero use a KEDA ScaledObject",
    )
