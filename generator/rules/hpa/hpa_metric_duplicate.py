"""autoscaler with one metric twice

Why: Only the stricter of the two targets ever decides; the other is dead text that misleads.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics:
        - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
        - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 90}}}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics:
        - {type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}
        - {type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 90}}}
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.metrics import sources
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.HPA,)
NEEDS = ("metrics",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    seen: dict[str, Path] = {}
    found = list(sources(manifest))
    for kind, path, block in found if len(found) > 1 else ():
        identity = json.dumps([kind, {k: v for k, v in block.items() if k != "target"}], sort_keys=True, default=str)
        if identity in seen:
            yield Problem(
                "this metric is given twice",
                path,
                fix="keep the target meant",
                related=(Place("the first", manifest, seen[identity]),),
            )
        seen.setdefault(identity, path)
