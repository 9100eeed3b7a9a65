"""utilization target that the limits never let the pods reach

Why: Utilization is measured against the request; a target above limit divided by request is never reached, so the
autoscaler never scales up.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#algorithm-details
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 120}}}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}]
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 120}}}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", resources: {requests: {cpu: 500m}, limits: {cpu: 1}}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.metrics import utilizations
from generator.facts.replicas import pods_of
from generator.facts.resources import limit, request
from generator.facts.services import running
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.HPA,)
NEEDS = ("averageUtilization", "targetCPUUtilizationPercentage")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = pods_of(cluster, manifest)
    if template is None:
        return
    for metric in utilizations(manifest):
        percent, resource, only = metric.percent, metric.resource, metric.container
        if percent is None:
            continue
        counted = [c for _, c in running(template) if not only or text(c, "name") == only]
        asked = [request(container, resource) for container in counted]
        most = [limit(container, resource) for container in counted]
        low = sum(value for value in asked if value is not None)
        if not low or any(value is None for value in (*asked, *most)):
            continue
        high = sum(value for value in most if value is not None)
        if percent * low > 100 * high:
            yield Problem(
                f"{percent} percent of the {resource} request is more than the limit: the target is never reached",
                metric.target,
                fix=f"set at most {int(100 * high / low)}, or raise the limit",
                related=(Place("the limits", template.manifest, (*template.path, "spec", "containers")),),
            )
