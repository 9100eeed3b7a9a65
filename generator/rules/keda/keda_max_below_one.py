"""maxReplicaCount below one

Why: The HPA that KEDA makes needs a maximum of at least 1; older CRDs let 0 pass and the API server then refuses the
HPA, so nothing scales.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go (minimum 1 since 2.20); autoscaling/v2 maxReplicas.
Bad (no schema: the newest CRD refuses it too):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 0
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 1
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import most
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("maxReplicaCount",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if most(manifest) < 1:
        yield Problem(
            f"maxReplicaCount is {most(manifest)}, and an HPA needs at least 1",
            ("spec", "maxReplicaCount"),
            fix="set it to 1 or more; the annotation autoscaling.keda.sh/paused-replicas holds a workload at zero",
        )
