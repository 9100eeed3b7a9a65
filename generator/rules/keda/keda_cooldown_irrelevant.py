"""cooldownPeriod without scale to zero

Why: It delays only the step to zero; other steps follow the HPA's scaleDown behaviour.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go, verifyScaledObjects (2.21).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      cooldownPeriod: 60
      minReplicaCount: 1
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      cooldownPeriod: 60
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import least, number
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("cooldownPeriod",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if least(manifest) == 0 or number(manifest, "idleReplicaCount") is not None:
        return
    if number(manifest, "cooldownPeriod") is not None:
        yield Problem(
            f"cooldownPeriod has no effect while minReplicaCount is {least(manifest)}",
            ("spec", "cooldownPeriod"),
            fix="remove it; slow scaling down with advanced.horizontalPodAutoscalerConfig.behavior.scaleDown",
            at_key=True,
            value=OMIT,
        )
