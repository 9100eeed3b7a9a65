"""authentication of a trigger that stands where the trigger cannot reach it

Why: A TriggerAuthentication serves its own namespace alone, and the kind has to be said for a
ClusterTriggerAuthentication; otherwise KEDA finds none and nothing scales.
Source: kedacore/keda pkg/scaling/resolver/scale_resolvers.go, getTriggerAuthSpec.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders}
          authenticationRef: {name: kafka-auth}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: kafka-auth, namespace: keda}
    spec:
      secretTargetRef: [{parameter: password, name: kafka, key: password}]
Bad (kind left out):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders}
          authenticationRef: {name: kafka-auth}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ClusterTriggerAuthentication
    metadata: {name: kafka-auth}
    spec:
      secretTargetRef: [{parameter: password, name: kafka, key: password}]
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders}
          authenticationRef: {name: kafka-auth, kind: ClusterTriggerAuthentication}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: ClusterTriggerAuthentication
    metadata: {name: kafka-auth}
    spec:
      secretTargetRef: [{parameter: password, name: kafka, key: password}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.trigger_authentication import named_alike, reference
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("authenticationRef",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        who = reference(trigger)
        if who is None or who in cluster.by_id or cluster.external(f"{who.kind}.keda.sh", who.namespace, who.name):
            continue
        for other in named_alike(cluster, who)[:1]:
            if other.id.kind != who.kind:
                told, fix = f"{other.id.kind} `{who.name}`, not a {who.kind}", f"say kind: {other.id.kind}"
            else:
                told = f"a {who.kind} `{who.name}` in namespace `{other.id.namespace}`, not in `{who.namespace}`"
                fix = f"define it in {who.namespace} too, or make it a ClusterTriggerAuthentication"
            yield Problem(
                f"the {trigger.label} names {'the ' if other.id.kind != who.kind else ''}{told}",
                trigger.at("authenticationRef"),
                fix=fix,
                related=(Place("it stands here", other),),
            )
