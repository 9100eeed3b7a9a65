"""authentication parameter that no trigger reads

Why: KEDA hands it over and the scaler drops it without a word; most often it is misspelt.
Source: kedacore/keda schema/generated (triggerAuthenticationVariableReadable).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, sasl: plaintext}
          authenticationRef: {name: kafka-auth}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: kafka-auth, namespace: shop}
    spec:
      secretTargetRef: [{parameter: passwrod, name: kafka, key: password}]
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, sasl: plaintext}
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
from generator.facts.scaled_object import AUTHENTICATIONS
from generator.facts.scalers import scaler
from generator.facts.suggest import did_you_mean
from generator.facts.trigger_authentication import supplies, users
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = AUTHENTICATIONS
NEEDS = ("parameter",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    using = users(cluster).get(manifest.id, ())
    known = [scaler(trigger.type) for trigger in using]
    if not using or any(one is None or one.free for one in known):
        return
    read = frozenset(name for one in known if one for name in one.placed("a"))
    types = ", ".join(sorted({trigger.type for trigger in using}))
    for supply in supplies(manifest):
        if supply.parameter and supply.parameter not in read:
            yield Problem(
                f"no trigger that uses it ({types}) reads `{supply.parameter}` from an authentication"
                f"{did_you_mean(supply.parameter, read)}",
                (*supply.path, "parameter"),
                fix="correct the name of the parameter, or remove it",
                related=(Place("used here", using[0].manifest, using[0].at("authenticationRef")),),
            )
