"""two autoscalers for one workload

Why: Each writes its own number of replicas, and the workload is scaled back and forth.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ (AmbiguousSelector).
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web-memory, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 5
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
    ---
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: other}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 5
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name
from generator.facts.replicas import autoscalers, target_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    target = target_of(manifest)
    scalers = [m for m in autoscalers(cluster).get(target, ()) if kind_name(m) == kinds.HPA] if target else []
    # Told once, at every autoscaler but the first.
    if target is not None and len(scalers) > 1 and manifest.id != scalers[0].id:
        yield Problem(
            f"{target.kind} `{target.name}` is scaled by `{scalers[0].id.name}` already",
            ("spec", "scaleTargetRef", "name"),
            fix="put all metrics into one autoscaler",
            related=(Place("the other autoscaler", scalers[0], ("spec", "scaleTargetRef")),),
        )
