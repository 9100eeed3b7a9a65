"""pod identity beside credentials that the scaler refuses together

Why: A prometheus scaler takes either authModes or a pod identity; with both it cannot be built.
Source: kedacore/keda pkg/scalers/prometheus_scaler.go, checkAuthConfigWithPodIdentity.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata:
            serverAddress: https://prom.example
            query: sum(rate(requests[2m]))
            threshold: "10"
            authModes: bearer
          authenticationRef: {name: prom}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: prom, namespace: shop}
    spec:
      podIdentity: {provider: azure-workload}
      secretTargetRef: [{parameter: bearerToken, name: prom, key: token}]
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "https://prom.example", query: "sum(rate(requests[2m]))", threshold: "10"}
          authenticationRef: {name: prom}
    ---
    apiVersion: keda.sh/v1alpha1
    kind: TriggerAuthentication
    metadata: {name: prom, namespace: shop}
    spec:
      podIdentity: {provider: azure-workload}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.trigger_authentication import identity, of_trigger
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("authModes",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        modes = trigger.metadata.get("authModes", "").strip()
        found = of_trigger(cluster, trigger)
        if trigger.type == "prometheus" and modes and found and identity(found):
            yield Problem(
                f"authModes {modes} cannot stand beside the pod identity {identity(found)}",
                trigger.parameter("authModes"),
                fix="remove authModes, or use an authentication without podIdentity",
                related=(Place("the pod identity", found, ("spec", "podIdentity")),),
            )
