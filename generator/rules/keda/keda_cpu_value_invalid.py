"""value of a cpu or memory trigger that cannot be read

Why: Utilization takes a whole number of percent and AverageValue a quantity. An unreadable number keeps the scaler
from being built; an unreadable quantity makes KEDA's operator panic.
Source: kedacore/keda pkg/scalers/cpu_memory_scaler.go, parseResourceMetadata (ParseInt, resource.MustParse).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: 70%}
Bad (no quantity):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: memory
          metricType: AverageValue
          metadata: {value: 100 Mi}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70"}
        - type: memory
          metricType: AverageValue
          metadata: {value: 100Mi}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, Trigger, triggers
from generator.model import Manifest
from generator.quantity import parse
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("value",)
_MOST = 2**31 - 1


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        value = trigger.metadata.get("value", "").strip()
        if not trigger.is_resource or not value:
            continue
        kind = trigger.metric_type or trigger.metadata.get("type", "")
        if kind == "Utilization" and not _percent(value):
            fix = 'write whole percent without a sign, such as "70"'
            yield _problem(trigger, value, "a whole number of percent", fix)
        elif kind == "AverageValue" and not _quantity(value):
            yield _problem(trigger, value, "a quantity", "write an amount such as 500m or 256Mi")


def _problem(trigger: Trigger, value: str, wanted: str, fix: str) -> Problem:
    return Problem(f"value {value!r} of the {trigger.label} is not {wanted}", trigger.parameter("value"), fix=fix)


def _percent(value: str) -> bool:
    digits = value.removeprefix("-").removeprefix("+")
    return digits.isascii() and digits.isdigit() and int(digits) <= _MOST


def _quantity(value: str) -> bool:
    try:
        parse(value)
    except ValueError:
        return False
    return True
