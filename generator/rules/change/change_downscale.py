"""workload that loses half of its pods or more

Why: A typing mistake in a number of pods looks like any other change; under load it is an outage.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
Before:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {minReplicas: 4, maxReplicas: 50, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {minReplicas: 4, maxReplicas: 5, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec: {minReplicas: 4, maxReplicas: 40, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.changes import pairs
from generator.facts.cluster import Cluster, kind_name
from generator.facts.fields import whole
from generator.model import Path
from generator.rules.problem import Problem

SEVERITY = "warning"
FLEET = True

_REPLICAS: tuple[Path, ...] = (("spec", "replicas"),)
_NUMBERS: dict[str, tuple[Path, ...]] = {
    **dict.fromkeys(kinds.SCALABLE, _REPLICAS),
    kinds.HPA: (("spec", "minReplicas"), ("spec", "maxReplicas")),
    kinds.SCALED_OBJECT: (("spec", "minReplicaCount"), ("spec", "maxReplicaCount")),
}


def check(cluster: Cluster) -> Iterator[Problem]:
    for before, now in pairs(cluster):
        for path in _NUMBERS.get(kind_name(now), ()):
            old, new = whole(before.body, *path), whole(now.body, *path)
            if old is not None and new is not None and old > 1 and new * 2 <= old:
                yield Problem(
                    f"{path[-1]} of {now.id.kind} `{now.id.name}` goes from {old} to {new}",
                    path,
                    fix="make sure that so few are enough",
                    manifest=now,
                )
