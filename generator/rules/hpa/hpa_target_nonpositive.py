"""metric target of zero or less

Why: The autoscaler divides by its target; the API server refuses zero and negative ones.
Source: kubernetes pkg/apis/autoscaling/validation/validation.go, validateMetricTarget.
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 0}}}]
Bad (quantity):
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: External, external: {metric: {name: queue}, target: {type: Value, value: "-5"}}}]
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 1}}}]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator import quantity
from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.metrics import sources
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for _, path, block in sources(manifest):
        for field in ("averageUtilization", "averageValue", "value"):
            value = get(block, "target", field)
            if _nonpositive(value):
                yield Problem(
                    f"the target is {value}, it must be above zero", (*path, "target", field), fix="raise the target"
                )


def _nonpositive(value: Any) -> bool:
    if not isinstance(value, int | float | str) or isinstance(value, bool):
        return False
    try:
        return quantity.parse(str(value)) <= 0
    except ValueError:
        return False
