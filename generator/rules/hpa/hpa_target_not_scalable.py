"""autoscaler for a kind that has no number of replicas

Why: Only kinds with a scale subresource can be scaled; a DaemonSet, a Job or a Pod has none, nor has a
custom kind whose definition does not say so.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: DaemonSet, name: web}
      maxReplicas: 3
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: StatefulSet, name: web}
      maxReplicas: 3
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.replicas import target_of, unscalable
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    target = target_of(manifest)
    if target is not None and unscalable(cluster, target):
        yield Problem(
            f"a {target.kind} cannot be scaled",
            ("spec", "scaleTargetRef", "kind"),
            fix="target a Deployment or StatefulSet",
        )
