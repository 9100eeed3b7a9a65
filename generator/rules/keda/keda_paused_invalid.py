"""pause annotation with a value KEDA misreads

Why: Anything but a boolean pauses, a misspelt "no" included; a number of replicas that is none leaves the workload
where it is and the operator with an error.
Source: kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, getBoolAnnotation; pkg/scaling/executor.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop, annotations: {autoscaling.keda.sh/paused: "no-please"}}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Bad (no number):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop, annotations: {autoscaling.keda.sh/paused-replicas: "-1"}}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop, annotations: {autoscaling.keda.sh/paused: "false"}}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import PAUSED, PAUSED_IN, PAUSED_OUT, PAUSED_REPLICAS, SCALED, annotated
from generator.facts.scalers import mistyped
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = (PAUSED, PAUSED_IN, PAUSED_OUT, PAUSED_REPLICAS)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    notes = annotated(manifest)
    for key in (PAUSED, PAUSED_IN, PAUSED_OUT):
        value = notes.get(key)
        if isinstance(value, str) and mistyped("bool", value):
            yield Problem(
                f"{key} is {value!r}, and KEDA takes everything but true and false for true",
                ("metadata", "annotations", key),
                fix='write "true", or remove the annotation',
            )
    count = notes.get(PAUSED_REPLICAS)
    if isinstance(count, str) and not (count.isascii() and count.isdigit() and int(count) < 2**31):
        yield Problem(
            f"{PAUSED_REPLICAS} is {count!r}, no number of replicas",
            ("metadata", "annotations", PAUSED_REPLICAS),
            fix='write a whole number from "0" on',
        )
