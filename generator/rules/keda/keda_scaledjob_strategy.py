"""scaling strategy of a ScaledJob that is unknown or half used

Why: KEDA takes the default strategy for one it does not know and ignores custom settings beside another one, without
a word.
Source: kedacore/keda pkg/scaling/executor/scale_jobs.go, NewScalingStrategy; pkg/scaling/scaledjob/metrics.go.
Bad (no schema: newer CRDs may refuse it too):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledJob
    metadata: {name: web, namespace: shop}
    spec:
      jobTargetRef:
        template:
          spec:
            restartPolicy: Never
            containers: [{name: app, image: "shop/job:1.4"}]
      scalingStrategy: {strategy: fast}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Bad (custom settings without custom):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledJob
    metadata: {name: web, namespace: shop}
    spec:
      jobTargetRef:
        template:
          spec:
            restartPolicy: Never
            containers: [{name: app, image: "shop/job:1.4"}]
      scalingStrategy: {strategy: accurate, customScalingRunningJobPercentage: "0.5"}
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
      scalingStrategy: {strategy: accurate}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.scalers import mistyped
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.SCALED_JOB,)
NEEDS = ("scalingStrategy",)
_PATH = ("spec", "scalingStrategy")
_STRATEGIES = ("default", "custom", "accurate", "eager")
_CALCULATIONS = ("max", "min", "avg", "sum")
_CUSTOM = ("customScalingQueueLengthDeduction", "customScalingRunningJobPercentage")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    block = mapping(manifest.body, *_PATH)
    for key, known in (("strategy", _STRATEGIES), ("multipleScalersCalculation", _CALCULATIONS)):
        value = block.get(key)
        if value and value not in known:
            yield Problem(
                f"{key} {value!r} is unknown, so KEDA takes {known[0]}{did_you_mean(str(value), known)}",
                (*_PATH, key),
                fix=f"use one of {', '.join(known)}",
            )
    if block.get("strategy") != "custom":
        for key in (one for one in _CUSTOM if one in block):
            yield Problem(
                f"{key} has no effect beside strategy {block.get('strategy') or 'default'}",
                (*_PATH, key),
                fix="set strategy: custom, or remove it",
                severity="warning",
                at_key=True,
            )
        return
    share = block.get("customScalingRunningJobPercentage")
    if not isinstance(share, str) or mistyped("float", share):
        yield Problem(
            f"customScalingRunningJobPercentage is {share!r}, no number, so KEDA takes the default strategy",
            (*_PATH, "customScalingRunningJobPercentage"),
            fix='write a share as text, such as "0.5"',
        )
