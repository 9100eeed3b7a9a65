"""idleReplicaCount not below minReplicaCount

Why: KEDA's webhook refuses it: idle is where a workload goes below its minimum. An absent minReplicaCount is 0.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, CheckReplicaCountBoundsAreValid.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      idleReplicaCount: 0
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Bad (idle equals min):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      idleReplicaCount: 2
      minReplicaCount: 2
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Bad (explicit min of 0):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      idleReplicaCount: 0
      minReplicaCount: 0
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
      minReplicaCount: 2
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import number
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("idleReplicaCount",)
_PATH = ("spec", "idleReplicaCount")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    idle, low = number(manifest, "idleReplicaCount"), number(manifest, "minReplicaCount")
    if idle is None or idle < (low or 0):
        return
    if idle == 0 and low == 0:
        # The webhook reads a written minimum of 0 as 1, so this passes and says nothing new.
        yield Problem(
            "idleReplicaCount 0 adds nothing to minReplicaCount 0",
            _PATH,
            fix="remove idleReplicaCount, or raise minReplicaCount",
            severity="info",
            value=OMIT,
        )
        return
    told = "absent and counts as 0" if low is None else str(low)
    yield Problem(
        f"idleReplicaCount {idle} is not below minReplicaCount, which is {told}",
        _PATH,
        fix=(
            f"set idleReplicaCount to 0 and minReplicaCount to at least {max(1, low or 0)}"
            if idle
            else "set minReplicaCount to 1 or more"
        )
        + ", or remove idleReplicaCount",
    )
