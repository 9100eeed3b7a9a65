"""autoscaler that never scales up

Why: With selectPolicy Disabled the autoscaler cannot react to load, which is what it is there for.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#scaling-policies
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleUp: {selectPolicy: Disabled}}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleUp: {selectPolicy: Max}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)
NEEDS = ("selectPolicy",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    path: Path = ("spec", "behavior", "scaleUp", "selectPolicy")
    if get(manifest.body, *path) == "Disabled":
        yield Problem("scaling up is switched off", path, fix="use Max or Min, with policies that limit the speed")
