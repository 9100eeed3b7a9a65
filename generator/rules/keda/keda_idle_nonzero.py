"""idleReplicaCount other than 0

Why: While idle, KEDA's HPA stays in charge and takes the workload back to its minimum; only 0 switches it off. KEDA
documents 0 as the one supported value.
Source: https://keda.sh/docs/latest/reference/scaledobject-spec/#idlereplicacount
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      idleReplicaCount: 1
      minReplicaCount: 3
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      idleReplicaCount: 0
      minReplicaCount: 3
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import least, number
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("idleReplicaCount",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    idle = number(manifest, "idleReplicaCount")
    # One that is not below the minimum is refused, and told so.
    if idle is not None and 0 < idle < least(manifest):
        yield Problem(
            f"idleReplicaCount is {idle}, and KEDA supports 0 alone",
            ("spec", "idleReplicaCount"),
            fix="set it to 0, or remove it and let minReplicaCount hold the floor",
        )
