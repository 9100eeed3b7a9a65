"""cpu or memory trigger on a ScaledJob

Why: A ScaledJob has no HPA that could read the use of pods; KEDA never starts a job for it.
Source: https://keda.sh/docs/latest/scalers/cpu/ (only for ScaledObjects).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledJob
    metadata: {name: web, namespace: shop}
    spec:
      jobTargetRef:
        template:
          spec:
            restartPolicy: Never
            containers: [{name: app, image: "shop/job:1.4"}]
      triggers:
        - type: cpu
          metricType: Utilization
          metadata: {value: "70"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledJob
    metadata: {name: web, namespace: shop}
    spec:
      jobTargetRef:
        template:
          spec:
            restartPolicy: Never
            containers: [{name: app, image: "shop/job:1.4"}]
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SCALED_JOB,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        if trigger.is_resource:
            yield Problem(
                f"a ScaledJob cannot scale on {trigger.type}",
                trigger.at("type"),
                fix="use a trigger that counts waiting work",
            )
