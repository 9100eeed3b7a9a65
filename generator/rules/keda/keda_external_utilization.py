"""metricType Utilization on a trigger other than cpu and memory

Why: Only pods' resources have a use in percent; the scaler refuses it and nothing scales.
Source: kedacore/keda pkg/scalers/scaler.go, GetMetricTargetType.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metricType: Utilization
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metricType: AverageValue
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("metricType",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        if not trigger.is_resource and trigger.metric_type == "Utilization":
            yield Problem(
                f"{trigger.label} has metricType Utilization, which cpu and memory alone know",
                trigger.at("metricType"),
                fix="use AverageValue (divided by the pods) or Value (not divided)",
            )
