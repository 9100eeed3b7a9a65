"""tolerance of an autoscaler below zero, or on a cluster that has none

Why: The API server refuses negative ones; before Kubernetes 1.33 it drops the field and the cluster-wide one holds.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#tolerance
Settings:
    products: {kubernetes: "1.34"}
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleDown: {tolerance: "-0.1"}}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleDown: {tolerance: "0.05"}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.resources import amount as quantity_of
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)
NEEDS = ("tolerance",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for direction in ("scaleUp", "scaleDown"):
        path: Path = ("spec", "behavior", direction, "tolerance")
        value = quantity_of(get(manifest.body, *path))
        if value is None:
            continue
        if value < 0:
            yield Problem("the tolerance must not be negative", path, fix="write 0.1 for ten percent")
        elif cluster.version("kubernetes") < (1, 33):
            told = cluster.assumed("kubernetes")
            yield Problem(f"Kubernetes {told} has no tolerance here", path, fix="remove it", severity="warning")
