"""autoscaler on memory alone

Why: Most runtimes keep memory they once had, so such a workload scales up and hardly ever down.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}}]
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.HPA,)
NEEDS = ("resource",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = list(entries(manifest.body, "spec", "metrics"))
    if found and all(get(row, "resource", "name") == "memory" for _, row in found):
        yield Problem(
            "memory is the only metric", ("spec", "metrics"), fix="add a metric of load, such as cpu or requests"
        )
