"""rolloutStrategy of a ScaledJob

Why: It is deprecated in favour of rollout.strategy, and overrides it where both stand.
Source: kedacore/keda apis/keda/v1alpha1/scaledjob_types.go; controllers/keda/scaledjob_controller.go.
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
      rolloutStrategy: gradual
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
      rollout: {strategy: gradual}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SCALED_JOB,)
NEEDS = ("rolloutStrategy",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    value = get(manifest.body, "spec", "rolloutStrategy")
    if value is not None:
        yield Problem(
            "rolloutStrategy is deprecated",
            ("spec", "rolloutStrategy"),
            fix=f"write rollout: {{strategy: {value}}} instead",
            at_key=True,
        )
