"""authenticationRef that is not one object with a name

Why: A trigger has one authentication, named by an object; the API server refuses a string or a list.
Source: kedacore/keda apis/keda/v1alpha1/scaletriggers_types.go, AuthenticationRef.
Bad (no schema: the CRD refuses it too):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders}
          authenticationRef: kafka-auth
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders}
          authenticationRef: {name: kafka-auth}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = SCALED
NEEDS = ("authenticationRef",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        ref = trigger.body.get("authenticationRef")
        if ref is None or (isinstance(ref, Mapping) and ref.get("name")):
            continue
        told = "has no name" if isinstance(ref, Mapping) else "is no object"
        yield Problem(
            f"authenticationRef of the {trigger.label} {told}",
            trigger.at("authenticationRef"),
            fix="write authenticationRef: {name: <TriggerAuthentication>}, and put all parameters into that one",
        )
