"""utilization metric over containers without a request

Why: Utilization is usage divided by the request; when one container of the pod has none, the autoscaler reports
FailedGetResourceMetric and never scales.
Source: kubernetes pkg/controller/podautoscaler/replica_calculator.go, calculatePodRequests.
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", resources: {requests: {cpu: 100m}}}
            - {name: agent, image: "agent:1", resources: {requests: {memory: 64Mi}}}
Bad (autoscaling/v1):
    apiVersion: autoscaling/v1
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 5
      targetCPUUtilizationPercentage: 60
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", resources: {requests: {cpu: 100m}}}
            - {name: agent, image: "agent:1", resources: {limits: {cpu: 50m}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.metrics import utilizations
from generator.facts.replicas import pods_of
from generator.facts.resources import unrequested
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = pods_of(cluster, manifest)
    if template is None:
        return
    for metric in utilizations(manifest):
        resource = metric.resource
        for place, container in unrequested(cluster, template, resource, metric.container):
            yield Problem(
                f"{resource} utilization needs a {resource} request on container `{text(container, 'name')}`",
                metric.path,
                fix=f"add a {resource} request to the container",
                related=(Place(f"no {resource} request here", template.manifest, place),),
            )
