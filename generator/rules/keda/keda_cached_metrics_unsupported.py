"""useCachedMetrics on a trigger that KEDA never polls

Why: cpu, memory and cron have no answer to keep between polls; KEDA's webhook refuses the flag.
Source: kedacore/keda apis/keda/v1alpha1/scaletriggers_types.go, ValidateTriggers.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          useCachedMetrics: true
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          useCachedMetrics: true
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.scalers import UNCACHED
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("useCachedMetrics",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        if trigger.body.get("useCachedMetrics") is True and trigger.type in UNCACHED:
            yield Problem(
                f"useCachedMetrics is not for a {trigger.type} trigger",
                trigger.at("useCachedMetrics"),
                fix="remove useCachedMetrics",
                at_key=True,
                value=OMIT,
            )
