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
Bad (misspelt):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", qurey: "sum(rate(requests[2m]))", threshold: "10"}
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
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.scalers import Scaler, scaler
from generator.facts.suggest import near
from generator.facts.trigger_parameters import Lack, lacks
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        known = scaler(trigger.type)
        for lack in lacks(cluster, trigger, known) if known else ():
            name = " or ".join(lack.names)
            told = f"{trigger.label} has no {name}, and KEDA {cluster.assumed('keda')} (assumed) needs it"
            if lack.slip:
                yield Problem(
                    f"{told}; it does not read `{lack.slip}`",
                    trigger.parameter(lack.slip),
                    fix=f"rename {lack.slip} to {_meant(lack)}",
                    at_key=True,
                )
            elif known:
                fix = f"add {name} to {_places(known, lack.names)}"
                yield Problem(told, trigger.at("metadata"), fix=fix)


def _meant(lack: Lack) -> str:
    """The parameter that the slip is most like, as it is given there."""
    spellings = [spelling for name in lack.names for spelling in (name, f"{name}FromEnv")]
    return near(lack.slip, spellings) or lack.names[0]


def _places(known: Scaler, wanted: tuple[str, ...]) -> str:
    letters = {letter for name in wanted if name in known.parameters for letter in known.parameters[name].places}
    words = (("m", "metadata"), ("e", f"metadata as {wanted[0]}FromEnv"), ("a", "the trigger's authentication"))
    return ", or to ".join(word for letter, word in words if letter in letters) or "metadata"
