"""scale to zero on cpu or memory alone

Why: Pods that are gone use nothing, so nothing would ever wake the workload. KEDA's webhook refuses it. An absent
minReplicaCount is 0.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go, verifyCPUMemoryScalers.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70"}
Bad (written out):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 0
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70"}
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
Good (another trigger wakes it):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      minReplicaCount: 0
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70"}
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import least, number, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = list(triggers(manifest))
    if not found or least(manifest) > 0 or not all(trigger.is_resource for trigger in found):
        return
    written = number(manifest, "minReplicaCount") is not None
    yield Problem(
        f"minReplicaCount is {'0' if written else 'absent, which is 0'}, and cpu and memory cannot wake a workload",
        ("spec", "minReplicaCount"),
        fix="set minReplicaCount to 1 or more, or add a trigger that sees work without pods",
    )
