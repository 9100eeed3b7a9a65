"""workload behind a Service that only cron keeps alive

Why: Outside the windows it has no pods and requests fail; nothing wakes it before the next start.
Source: https://keda.sh/docs/latest/scalers/cron/
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
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
            - {name: app, image: "shop/web:1.4"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{port: 80}]
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
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
            - {name: app, image: "shop/web:1.4"}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{port: 80}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import least, pods, triggers
from generator.facts.services import services_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.SCALED_OBJECT,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = list(triggers(manifest))
    if not found or least(manifest) > 0 or any(trigger.type != "cron" for trigger in found):
        return
    template = pods(cluster, manifest)
    services = services_of(cluster, template) if template else ()
    if services:
        yield Problem(
            f"outside its cron windows the workload has no pods, and Service `{services[0].id.name}` leads to it",
            ("spec", "minReplicaCount"),
            fix="set minReplicaCount to 1 or more, or add a trigger that sees waiting work",
            related=(Place("the Service", services[0]),),
        )
