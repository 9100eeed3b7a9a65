"""two triggers that are the same

Why: The second asks its source again and changes nothing: of all triggers the largest answer counts.
Source: https://keda.sh/docs/latest/concepts/scaling-deployments/ (the HPA takes the highest metric).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, Trigger, triggers
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    seen: dict[str, Trigger] = {}
    found = list(triggers(manifest))
    for trigger in found if len(found) > 1 else ():
        body = {key: value for key, value in trigger.body.items() if key != "name"}
        first = seen.setdefault(json.dumps(body, sort_keys=True, default=str), trigger)
        if first is not trigger:
            yield Problem(
                f"this {trigger.type} trigger says the same as another one",
                trigger.path,
                fix="remove one of them",
                related=(Place("the same trigger", manifest, first.path),),
            )
