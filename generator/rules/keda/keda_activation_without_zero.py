"""activation value on a workload that never sleeps

Why: Activation decides between no replicas and the first ones; with a minimum above 0 nothing asks for it.
Source: https://keda.sh/docs/latest/concepts/scaling-deployments/#activating-and-scaling-thresholds
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 2
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, activationLagThreshold: "5"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, activationLagThreshold: "5"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import activations, least, number, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("minReplicaCount",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if least(manifest) == 0 or number(manifest, "idleReplicaCount") is not None:
        return
    for trigger in triggers(manifest):
        for key, value in activations(trigger):
            if value > 0:
                yield Problem(
                    f"{key} has no effect while minReplicaCount is {least(manifest)}",
                    trigger.parameter(key),
                    fix=f"remove {key}, or let the workload go to zero",
                    at_key=True,
                )
