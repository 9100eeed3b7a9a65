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
Bad (autoscaling/v1):
    apiVersion: autoscaling/v1
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
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
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.replicas import pods_of
from generator.facts.resources import unrequested
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    field = "targetCPUUtilizationPercentage" if manifest.version == "v1" else "metrics"
    if get(manifest.body, "spec", field):
        return
    template = pods_of(cluster, manifest)
    without = list(unrequested(cluster, template, "cpu")) if template else []
    yield Problem(
        "no metrics: the autoscaler uses cpu utilization at 80 percent"
        + (", and there are containers without a cpu request" if without else ""),
        ("spec",),
        fix="write down the metrics meant",
        severity="error" if without else "",
        related=tuple(Place("no cpu request here", template.manifest, path) for path, _ in without if template),
    )
