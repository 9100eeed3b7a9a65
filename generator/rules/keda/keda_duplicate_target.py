"""two ScaledObjects for one workload

Why: Each makes an HPA and the two set the number of replicas in turn. KEDA's webhook refuses the second one, but only
on a live cluster.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_webhook.go, verifyScaledObjects.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: queue, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: hours, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: other}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: cron
          metadata: {timezone: Europe/Berlin, start: "0 8 * * *", end: "0 18 * * *", desiredReplicas: "5"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, kind_name
from generator.facts.replicas import autoscalers, target_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_OBJECT,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    target = target_of(manifest)
    if target is None:
        return
    same = [one for one in autoscalers(cluster)[target] if kind_name(one) == kinds.SCALED_OBJECT]
    first = min(same, key=lambda one: one.id)
    if first.id != manifest.id:
        yield Problem(
            f"ScaledObject `{first.id.name}` already scales {target.kind} `{target.name}`",
            ("spec", "scaleTargetRef"),
            fix="keep one ScaledObject with the triggers of both",
            related=(Place("the other ScaledObject", first, ("spec", "scaleTargetRef")),),
        )
