"""pollingInterval where the HPA does the polling

Why: With a minimum above 0, no idle count and no cached metrics the HPA asks the triggers at its own pace; the
interval then only paces KEDA's status.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, IsPollingIntervalRelevant (2.21).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      pollingInterval: 10
      minReplicaCount: 2
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      pollingInterval: 10
      minReplicaCount: 0
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import least, modifiers, number, triggers
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("pollingInterval",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if number(manifest, "pollingInterval") is None or least(manifest) == 0 or modifiers(manifest):
        return
    cached = any(trigger.body.get("useCachedMetrics") is True for trigger in triggers(manifest))
    if number(manifest, "idleReplicaCount") is None and not cached:
        yield Problem(
            f"pollingInterval does not change scaling: the HPA polls while minReplicaCount is {least(manifest)}",
            ("spec", "pollingInterval"),
            fix="remove it, or set useCachedMetrics on a trigger",
            at_key=True,
            value=OMIT,
        )
