"""stabilization window outside 0 to 3600 seconds

Why: The API server refuses longer windows.
Source: kubernetes pkg/apis/autoscaling/validation/validation.go, MaxStabilizationWindowSeconds.
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleDown: {stabilizationWindowSeconds: 7200}}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      behavior: {scaleDown: {stabilizationWindowSeconds: 3600}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)
NEEDS = ("stabilizationWindowSeconds",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for direction in ("scaleUp", "scaleDown"):
        path: Path = ("spec", "behavior", direction, "stabilizationWindowSeconds")
        window = whole(manifest.body, *path)
        if window is not None and not 0 <= window <= 3600:
            yield Problem(f"the window goes from 0 to 3600 seconds, here is {window}", path, fix="choose at most 3600")
