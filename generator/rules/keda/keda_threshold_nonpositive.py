"""target of a trigger that is not above 0

Why: KEDA and the HPA divide by it: a target of 0 gives no number of replicas, and some scalers refuse it.
Source: kedacore/keda pkg/scalers (Validate of the scalers); autoscaling/v2 MetricTarget must be positive.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "0"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.scalers import RESOURCES, TARGETS
from generator.model import Manifest
from generator.quantity import parse
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        keys = ("value",) if trigger.type in RESOURCES else TARGETS.get(trigger.type, ())
        for key in keys if trigger.type != "cron" else ():
            value = trigger.metadata.get(key, "").strip()
            if value and _nonpositive(value):
                yield Problem(
                    f"{key} of the {trigger.label} is {value}, and a target is above 0",
                    trigger.parameter(key),
                    fix="write how much one replica takes",
                )


def _nonpositive(text: str) -> bool:
    try:
        return parse(text) <= 0
    except ValueError:
        return False
