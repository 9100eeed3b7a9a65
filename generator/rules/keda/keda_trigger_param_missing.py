"""trigger without a parameter its scaler needs

Why: KEDA cannot build the scaler, so the whole ScaledObject stops scaling; it is told at run time only. A parameter
may stand in metadata, in an environment variable (`<name>FromEnv`) or in the trigger's authentication.
Source: kedacore/keda schema/generated (parameters of each scaler), pkg/scalers/scalersconfig/typed_config.go.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", threshold: "10"}
Bad (the authentication gives another one):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: rabbitmq
          metadata: {queueName: orders}
          authenticationRef: {name: broker}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: broker, namespace: shop}
    spec:
      secretTargetRef: [{parameter: password, name: broker, key: password}]
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Good (from the authentication):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: rabbitmq
          metadata: {queueName: orders}
          authenticationRef: {name: broker}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: broker, namespace: shop}
    spec:
      secretTargetRef: [{parameter: host, name: broker, key: url}]
Good (from the environment):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: rabbitmq
          metadata: {queueName: orders, hostFromEnv: AMQP_URI}
Good (the authentication is not here):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: rabbitmq
          metadata: {queueName: orders}
          authenticationRef: {name: broker}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, Trigger, triggers
from generator.facts.scalers import Scaler, scaler
from generator.facts.trigger_authentication import of_trigger, opaque, reference, supplies
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    version = cluster.version("keda")
    for trigger in triggers(manifest):
        known = scaler(trigger.type)
        if known is None or not known.known_in(version):
            continue
        given, open_ended = _supplied(cluster, trigger)
        for wanted in known.needed(version):
            if any(_given(known, trigger, name, given, open_ended) for name in wanted):
                continue
            name = " or ".join(wanted)
            yield Problem(
                f"{trigger.label} has no {name}, and KEDA {cluster.assumed('keda')} (assumed) needs it",
                trigger.at("metadata"),
                fix=f"add {name} to {_places(known, wanted)}",
            )


def _supplied(cluster: Cluster, trigger: Trigger) -> tuple[frozenset[str], bool]:
    """What the authentication gives, and whether it may give more than can be seen."""
    found = of_trigger(cluster, trigger)
    if found is None:
        return frozenset(), reference(trigger) is not None or "authenticationRef" in trigger.body
    return frozenset(supply.parameter for supply in supplies(found)), opaque(found)


def _given(known: Scaler, trigger: Trigger, name: str, given: frozenset[str], open_ended: bool) -> bool:
    parameter = known.parameters.get(name)
    places = parameter.places if parameter else "mea"
    metadata = trigger.metadata
    return (
        ("m" in places and bool(metadata.get(name, "").strip()))
        or ("e" in places and bool(metadata.get(f"{name}FromEnv", "").strip()))
        or ("a" in places and (open_ended or name in given))
    )


def _places(known: Scaler, wanted: tuple[str, ...]) -> str:
    letters = {letter for name in wanted if name in known.parameters for letter in known.parameters[name].places}
    words = (("m", "metadata"), ("e", f"metadata as {wanted[0]}FromEnv"), ("a", "the trigger's authentication"))
    return ", or to ".join(word for letter, word in words if letter in letters) or "metadata"
