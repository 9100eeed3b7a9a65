"""autoscaler that can never scale

Why: With equal bounds the autoscaler computes a number it may not use; a plain number of replicas says the same.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 3
      maxReplicas: 3
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 3
      maxReplicas: 4
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    low, high = whole(manifest.body, "spec", "minReplicas") or 1, whole(manifest.body, "spec", "maxReplicas")
    if high == low:
        yield Problem(
            f"minReplicas and maxReplicas are both {low}",
            ("spec", "maxReplicas"),
            fix="raise maxReplicas or drop the autoscaler",
        )
