"""cpu or memory trigger without a metricType it knows

Why: Since 2.18 metricType alone says whether the value is a percentage or an amount; without Utilization or
AverageValue the scaler cannot be built and nothing scales.
Source: kedacore/keda pkg/scalers/cpu_memory_scaler.go, parseResourceMetadata.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: cpu
          metadata: {value: "70"}
Bad (Value is for others):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: memory
          metricType: Value
          metadata: {value: 500Mi}
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
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        if not trigger.is_resource or trigger.metric_type in ("Utilization", "AverageValue"):
            continue
        if "type" in trigger.metadata and not trigger.metric_type:
            continue  # the old way to say it, judged on its own
        told = f"metricType `{trigger.metric_type}`" if trigger.metric_type else "no metricType"
        yield Problem(
            f"{trigger.label} has {told}",
            trigger.at("metricType"),
            fix="set metricType to Utilization (percent of the request) or AverageValue (an amount for each pod)",
        )
