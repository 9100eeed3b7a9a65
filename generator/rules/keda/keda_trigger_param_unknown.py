"""parameter that the scaler does not read

Why: KEDA drops it without a word and uses the default, so the trigger scales otherwise than it says.
Source: kedacore/keda schema/generated (parameters of each scaler).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagTreshold: "5"}
Bad (read from the authentication alone):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, sasl: plaintext, username: web}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
Good (an external scaler takes what it likes):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: external
          metadata: {scalerAddress: "scaler:6000", anything: goes}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, Trigger, triggers
from generator.facts.scalers import Scaler, may_have, scaler
from generator.facts.suggest import did_you_mean
from generator.facts.trigger_parameters import lacks
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        known = scaler(trigger.type)
        if known is None or known.free:
            continue
        slips: frozenset[str] | None = None
        for key in sorted(trigger.metadata):
            told = _fault(known, key, cluster)
            if told and slips is None:
                # What was meant for a parameter that is missing is told as such.
                slips = frozenset(lack.slip for lack in lacks(cluster, trigger, known))
            if told and slips is not None and key not in slips and not known.retired(key):
                yield Problem(
                    f"{trigger.label}: {told}",
                    trigger.parameter(key),
                    fix=_fix(known, trigger, key),
                    at_key=True,
                )


def _fault(known: Scaler, key: str, cluster: Cluster) -> str:
    parameter = known.reads(key)
    if parameter is None:
        current = [name for name in known.placed("m") if not (known.parameters[name].removed or "*" in name)]
        return f"the scaler reads no `{key}`{did_you_mean(key, current)}"
    if parameter.places == "a":
        return f"`{key}` is read from the authentication, never from metadata"
    if not may_have(cluster.version("keda"), parameter.since):
        return f"`{key}` is read since KEDA {parameter.since}, and {cluster.assumed('keda')} is assumed"
    return ""


def _fix(known: Scaler, trigger: Trigger, key: str) -> str:
    parameter = known.reads(key)
    if parameter is None:
        return f"correct or remove {key}"
    if parameter.places == "a":
        return f"give {key} in a TriggerAuthentication that the trigger's authenticationRef names"
    return f"update KEDA and products.keda, or remove {key}"
