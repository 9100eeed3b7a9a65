"""container metric that names no container of the target

Why: The metric is then never found and the autoscaler does not scale on it.
Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#container-resource-metrics
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics:
        - type: ContainerResource
          containerResource: {name: cpu, container: wep, target: {type: Utilization, averageUtilization: 70}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", resources: {requests: {cpu: 100m}}}]
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics:
        - type: ContainerResource
          containerResource: {name: cpu, container: web, target: {type: Utilization, averageUtilization: 70}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1", resources: {requests: {cpu: 100m}}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.metrics import sources
from generator.facts.replicas import pods_of
from generator.facts.services import running
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)
NEEDS = ("containerResource",)

_INJECTED = ("istio-proxy", "linkerd-proxy")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = pods_of(cluster, manifest)
    if template is None:
        return
    names = [text(container, "name") for _, container in running(template)]
    for kind, path, block in sources(manifest):
        wanted = text(block, "container")
        if kind == "ContainerResource" and wanted and wanted not in (*names, *_INJECTED):
            yield Problem(
                f"the target has no container `{wanted}`{did_you_mean(wanted, names)}",
                (*path, "container"),
                fix="name one of " + ", ".join(names),
                related=(Place("the target", template.manifest, template.path),),
            )
