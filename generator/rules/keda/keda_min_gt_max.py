"""minReplicaCount above maxReplicaCount

Why: Newer KEDA refuses such a ScaledObject; older releases make an HPA that the API server refuses, so nothing scales.
An absent maxReplicaCount is 100.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, CheckReplicaCountBoundsAreValid.
Bad (no schema: the newest CRD refuses it too):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 5
      maxReplicaCount: 3
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Bad (no schema: above the default of 100):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 200
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 3
      maxReplicaCount: 3
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import least, most, number
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("minReplicaCount",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    low, high = least(manifest), most(manifest)
    if high < 1 or low <= high:
        return
    told = "" if number(manifest, "maxReplicaCount") is not None else " (the default)"
    yield Problem(
        f"minReplicaCount {low} is above maxReplicaCount {high}{told}",
        ("spec", "minReplicaCount"),
        fix=f"set maxReplicaCount to at least {low}, or lower minReplicaCount",
    )
