"""ScaledObject without triggers

Why: KEDA's webhook refuses a ScaledObject or ScaledJob that has nothing to scale on.
Source: kedacore/keda apis/keda/v1alpha1/scaletriggers_types.go, ValidateTriggers.
Bad (no schema: the newest CRD refuses it too):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers: []
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster, rows
from generator.facts.scaled_object import SCALED
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not rows(manifest.body, "spec", "triggers"):
        yield Problem(
            f"{manifest.id.kind} `{manifest.id.name}` has no triggers",
            ("spec", "triggers"),
            fix="add a trigger, or remove the object",
        )
