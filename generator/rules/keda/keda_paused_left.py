"""pause left in Git

Why: A paused ScaledObject does not scale until somebody takes the annotation out again; without a day by which that
is due it is forgotten.
Source: https://keda.sh/docs/latest/concepts/scaling-deployments/#pausing-autoscaling
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata:
      name: web
      namespace: shop
      annotations: {autoscaling.keda.sh/paused-replicas: "0"}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good (not paused):
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
from generator.facts.scaled_object import (
    PAUSED,
    PAUSED_IN,
    PAUSED_OUT,
    PAUSED_REPLICAS,
    PAUSED_UNTIL,
    SCALED,
    annotated,
)
from generator.facts.scalers import mistyped
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = SCALED
_SENSES = {
    PAUSED: "does not scale",
    PAUSED_REPLICAS: "is held at a fixed number of replicas",
    PAUSED_IN: "does not scale in",
    PAUSED_OUT: "does not scale out",
}
NEEDS = (*_SENSES,)
_ONE_WAY = (2, 18)
_FALSE = ("0", "f", "F", "FALSE", "false", "False")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    notes = annotated(manifest)
    until = notes.get(PAUSED_UNTIL)
    for key, sense in _SENSES.items():
        if key not in notes or (key != PAUSED_REPLICAS and notes[key] in _FALSE):
            continue
        if key in (PAUSED_IN, PAUSED_OUT) and cluster.version("keda") < _ONE_WAY:
            continue  # a release that does not know it does not pause
        # A value that KEDA misreads is told as such.
        value = str(notes[key])
        if mistyped("bool", value) if key != PAUSED_REPLICAS else not (value.isascii() and value.isdigit()):
            continue
        due = f"; the pause is due to end on {until}" if until else ""
        yield Problem(
            f"{manifest.id.kind} `{manifest.id.name}` is paused and {sense}{due}",
            ("metadata", "annotations", key),
            fix="remove the pause when the reason for it is gone",
            at_key=True,
        )
