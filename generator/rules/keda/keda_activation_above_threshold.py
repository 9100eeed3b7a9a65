"""activation above what the replicas can take

Why: The workload wakes only when there is more to do than its first replicas take, so work waits.
Source: https://keda.sh/docs/latest/concepts/scaling-deployments/#activating-and-scaling-thresholds
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata:
            bootstrapServers: kafka:9092
            consumerGroup: web
            topic: orders
            lagThreshold: "10"
            activationLagThreshold: "50"
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata:
            bootstrapServers: kafka:9092
            consumerGroup: web
            topic: orders
            lagThreshold: "10"
            activationLagThreshold: "5"
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import activations, least, reaches_zero, triggers
from generator.facts.scalers import TARGETS
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.SCALED_OBJECT,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not reaches_zero(manifest):
        return
    first = max(1, least(manifest))
    for trigger in triggers(manifest):
        target = next((trigger.metadata[key] for key in TARGETS.get(trigger.type, ()) if key in trigger.metadata), "")
        for key, value in activations(trigger):
            if _number(target) > 0 and value > _number(target) * first:
                yield Problem(
                    f"{key} {value:g} is above what {first} replica{'s' if first > 1 else ''} take ({target} each)",
                    trigger.parameter(key),
                    fix=f"set it to {float(_number(target) * first):g} or less",
                )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
