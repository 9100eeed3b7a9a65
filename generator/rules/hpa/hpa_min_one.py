"""autoscaler that goes down to one pod in production

Why: When the one pod is moved or crashes, nobody answers until the next one is ready.
Source: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/#dealing-with-disruptions
Settings:
    stage: production
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 2
      maxReplicas: 3
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
    low = whole(manifest.body, "spec", "minReplicas")
    if cluster.settings.get("stage") == "production" and (low is None or low == 1):
        yield Problem("one pod is left when load is low", ("spec", "minReplicas"), fix="set minReplicas to 2 or more")
