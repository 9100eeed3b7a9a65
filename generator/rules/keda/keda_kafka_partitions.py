"""more replicas than the topic has partitions

Why: A partition has one consumer of a group, so replicas beyond that idle; KEDA stops there unless allowIdleConsumers.
Source: https://keda.sh/docs/latest/scalers/apache-kafka/
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 20
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: kafka.strimzi.io/v1beta2
    kind: KafkaTopic
    metadata: {name: orders, namespace: kafka}
    spec: {partitions: 6, replicas: 3}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      maxReplicaCount: 6
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
    ---
    apiVersion: kafka.strimzi.io/v1beta2
    kind: KafkaTopic
    metadata: {name: orders, namespace: kafka}
    spec: {partitions: 6, replicas: 3}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text, whole
from generator.facts.scaled_object import most, triggers
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("topic",)
_TOPIC = "KafkaTopic.kafka.strimzi.io"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        topic = trigger.metadata.get("topic", "")
        if trigger.type not in ("kafka", "apache-kafka") or trigger.metadata.get("allowIdleConsumers") == "true":
            continue
        named = [m for m in cluster.all(_TOPIC) if topic and topic in (m.id.name, text(m.body, "spec", "topicName"))]
        partitions = whole(named[0].body, "spec", "partitions") if len(named) == 1 else None
        if partitions is not None and partitions < most(manifest):
            yield Problem(
                f"maxReplicaCount {most(manifest)} is above the {partitions} partitions of topic `{topic}`",
                ("spec", "maxReplicaCount"),
                fix=f"set maxReplicaCount to {partitions}, or add partitions",
                related=(Place("the topic", named[0], ("spec", "partitions")),),
            )
