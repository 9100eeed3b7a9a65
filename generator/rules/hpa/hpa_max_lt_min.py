"""autoscaler whose maximum is below its minimum

Why: The API server refuses bounds that cross, so the sync fails.
Source: kubernetes pkg/apis/autoscaling/validation/validation.go, validateHorizontalPodAutoscalerSpec.
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 5
      maxReplicas: 3
Bad (maximum of nothing):
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 0
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 3
      maxReplicas: 3
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = mapping(manifest.body, "spec")
    low, high = spec.get("minReplicas", 1), get(spec, "maxReplicas")
    if not isinstance(low, int) or not isinstance(high, int):
        return
    if high < max(low, 1):
        yield Problem(
            f"maxReplicas {high} is below {'minReplicas ' + str(low) if low > 1 else 'one'}",
            ("spec", "maxReplicas"),
            fix=f"set maxReplicas to at least {max(low, 1)}, or lower minReplicas",
        )
