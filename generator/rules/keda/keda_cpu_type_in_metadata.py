"""metadata.type of a cpu or memory trigger

Why: KEDA 2.18 removed it and refuses to build the scaler; before that it was deprecated in favour of metricType.
Source: kedacore/keda pkg/scalers/cpu_memory_scaler.go, cpuMemoryMetadata.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 1
      triggers:
        - type: cpu
          metadata: {type: Utilization, value: "70"}
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
_REMOVED = (2, 18)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    gone = cluster.version("keda") >= _REMOVED
    for trigger in triggers(manifest):
        if trigger.is_resource and "type" in trigger.metadata:
            value = trigger.metadata["type"]
            told = "removed in 2.18" if gone else "deprecated and goes in 2.18"
            yield Problem(
                f"metadata.type of a {trigger.type} trigger is {told} (KEDA {cluster.assumed('keda')} assumed)",
                trigger.parameter("type"),
                fix=f"write metricType: {value} beside type and remove it here",
                severity="error" if gone else "warning",
                at_key=True,
            )
