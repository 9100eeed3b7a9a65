"""ScaledJob whose minimum is above its maximum

Why: KEDA takes the maximum for both without a word, so fewer jobs wait than asked for. An absent maximum is 100.
Source: kedacore/keda apis/keda/v1alpha1/scaledjob_types.go, MinReplicaCount.
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
      minReplicaCount: 10
      maxReplicaCount: 5
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
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
      minReplicaCount: 1
      maxReplicaCount: 5
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.scaled_object import least, most
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SCALED_JOB,)
NEEDS = ("minReplicaCount", "maxReplicaCount")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    low, high = least(manifest), most(manifest)
    if low > high:
        yield Problem(
            f"minReplicaCount {low} is above maxReplicaCount {high}, which then counts for both",
            ("spec", "minReplicaCount"),
            fix=f"set minReplicaCount to at most {high}, or raise maxReplicaCount",
        )
