"""autoscaler that never scales down

Why: With selectPolicy Disabled replicas only grow, until somebody notices the bill.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#example-disable-scale-down
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleDown: {selectPolicy: Disabled}}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleDown: {selectPolicy: Min, policies: [{type: Pods, value: 1, periodSeconds: 600}]}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.HPA,)
NEEDS = ("selectPolicy",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    path: Path = ("spec", "behavior", "scaleDown", "selectPolicy")
    if get(manifest.body, *path) == "Disabled":
        yield Problem("scaling down is switched off", path, fix="use a slow policy such as one pod in ten minutes")
