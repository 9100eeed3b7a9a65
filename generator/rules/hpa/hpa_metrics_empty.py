"""autoscaler without metrics, which scales on cpu at 80 percent

Why: The API server fills in cpu utilization of 80 percent; without cpu requests the autoscaler then does nothing at
all.
Source: kubernetes pkg/apis/autoscaling/v2/defaults.go, SetDefaults_HorizontalPodAutoscaler.
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
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if manifest.version == "v2" and not rows(manifest.body, "spec", "metrics"):
        yield Problem(
            "no metrics: the autoscaler uses cpu utilization at 80 percent",
            ("spec",),
            fix="write down the metrics meant",
        )
