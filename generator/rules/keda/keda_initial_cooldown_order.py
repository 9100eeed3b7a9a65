"""cooldown shorter than the polling interval

Why: KEDA looks at the time only when it polls, so the workload is taken to zero at the first poll without work.
Source: https://keda.sh/docs/latest/reference/scaledobject-spec/ (defaults 300 and 30 seconds).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      cooldownPeriod: 5
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
from generator.facts.scaled_object import number, reaches_zero
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("cooldownPeriod", "pollingInterval")
_COOLDOWN, _POLLING = 300, 30


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    cooldown, polling = number(manifest, "cooldownPeriod"), number(manifest, "pollingInterval")
    waits, asks = _COOLDOWN if cooldown is None else cooldown, _POLLING if polling is None else polling
    if reaches_zero(manifest) and waits < asks:
        told = "" if polling is not None else " (the default)"
        yield Problem(
            f"cooldownPeriod {waits} s is shorter than pollingInterval {asks} s{told}",
            ("spec", "cooldownPeriod" if cooldown is not None else "pollingInterval"),
            fix=f"set cooldownPeriod to at least {asks} seconds, several times that to ride out pauses",
        )
