"""utilization that a sidecar waters down

Why: Utilization is counted over all containers of a pod: a sidecar that requests much and uses little hides the load
of the application.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#container-resource-metrics. A
sidecar counts from 30 % of what the pod requests; of an injected proxy its annotation tells, else 100m.
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      maxReplicas: 5
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 80}}}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - {name: web, image: "web:1", resources: {requests: {cpu: 100m}}}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      maxReplicas: 5
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      metrics:
        - type: ContainerResource
          containerResource: {name: cpu, container: web, target: {type: Utilization, averageUtilization: 80}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, sidecar.istio.io/inject: "true"}}
        spec:
          containers:
            - {name: web, image: "web:1", resources: {requests: {cpu: 100m}}}
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.fields import text
from generator.facts.metrics import sources
from generator.facts.replicas import pods_of
from generator.facts.resources import amount, request
from generator.facts.services import running
from generator.facts.sidecars import injected, notes_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.HPA,)
NEEDS = ("resource",)

_PROXY, _PROXY_CPU, _SHARE = "istio-proxy", "sidecar.istio.io/proxyCPU", Decimal("0.3")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = pods_of(cluster, manifest)
    for kind, path, block in sources(manifest) if template is not None else ():
        if kind != "Resource" or text(block, "name") != "cpu" or text(block, "target", "type") != "Utilization":
            continue
        if template is not None and (share := _beside(cluster, template)) > _SHARE:
            name = text(next((c for _, c in template.containers()), {}), "name")
            yield Problem(
                f"{share:.0%} of the CPU that the pods request belongs to sidecars",
                path,
                fix=f"use a ContainerResource metric of container `{name}`",
                related=(Place("the pods", template.manifest, (*template.path, "spec")),),
            )


def _beside(cluster: Cluster, template: PodTemplate) -> Decimal:
    """Which part of the CPU request all containers but the first have."""
    every = [request(c, "cpu") or Decimal(0) for _, c in running(template)]
    first = next((request(c, "cpu") or Decimal(0) for _, c in template.containers()), Decimal(0))
    total = sum(every, Decimal(0))
    named = any(text(c, "name") == _PROXY for _, c in running(template))
    if injected(cluster, template) and not named:
        total += amount(notes_of(template).get(_PROXY_CPU)) or Decimal("0.1")
    return (total - first) / total if total and first else Decimal(0)
