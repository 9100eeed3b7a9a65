"""containerName of a cpu or memory trigger that the pods do not have

Why: The HPA finds no such container, reports an error and stops scaling.
Source: https://keda.sh/docs/latest/scalers/cpu/ (containerName); autoscaling/v2 ContainerResourceMetricSource.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70", containerName: web}
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
            - {name: app, image: "shop/web:1.4", resources: {requests: {cpu: 100m}}}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70", containerName: app}
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
            - {name: app, image: "shop/web:1.4", resources: {requests: {cpu: 100m}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import pods, triggers
from generator.facts.services import running
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("containerName",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = pods(cluster, manifest)
    if template is None:
        return
    known = [str(container.get("name")) for _, container in running(template)]
    for trigger in triggers(manifest):
        name = trigger.metadata.get("containerName", "")
        if trigger.is_resource and name and name not in known:
            yield Problem(
                f"{template.manifest.id.kind} `{template.manifest.id.name}` has no container "
                f"`{name}`{did_you_mean(name, known)}",
                trigger.parameter("containerName"),
                fix=f"name one of {', '.join(known)}",
                related=(Place("the containers", template.manifest, (*template.path, "spec", "containers")),),
            )
