"""authentication of a trigger that is not defined

Why: KEDA cannot build the scaler without it, so nothing scales. A TriggerAuthentication is looked for in the namespace
of the ScaledObject; a ClusterTriggerAuthentication has none.
Source: kedacore/keda pkg/scaling/resolver/scale_resolvers.go, getTriggerAuthSpec.
Settings:
    closedNamespaces: [shop]
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
    ---
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: kafka-auth, namespace: shop}
    spec:
      secretTargetRef: [{parameter: password, name: kafka, key: password}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.residue import unrendered
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.suggest import did_you_mean
from generator.facts.trigger_authentication import available, named_alike, reference
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("authenticationRef",)
_KINDS = ("TriggerAuthentication", "ClusterTriggerAuthentication")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        who = reference(trigger)
        if (
            who is None
            or who.kind not in _KINDS
            or who in cluster.by_id
            or unrendered(who.name)
            or named_alike(cluster, who)
        ):
            continue
        severity = cluster.absence(f"{who.kind}.keda.sh", who.namespace, who.name)
        if severity:
            known = available(cluster, who.namespace, who.kind)
            where = f" in namespace `{who.namespace}`" if who.namespace else ""
            yield Problem(
                f"there is no {who.kind} `{who.name}`{where}{did_you_mean(who.name, known)}",
                trigger.at("authenticationRef", "name"),
                fix=f"define the {who.kind}, or declare it under externals",
                severity=severity,
            )
