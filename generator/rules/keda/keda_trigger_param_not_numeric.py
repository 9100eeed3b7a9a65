"""parameter that should be a number, a duration or a boolean

Why: KEDA cannot build the scaler, so the whole ScaledObject stops scaling; it is told at run time only.
Source: kedacore/keda pkg/scalers/*_scaler.go (types), pkg/scalers/scalersconfig/typed_config.go.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: ten}
Bad (boolean):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, allowIdleConsumers: "yes"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.scalers import mistyped, scaler
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        known = scaler(trigger.type)
        if known is None or trigger.type == "cron":
            continue  # cron's number has a rule of its own
        for key, value in sorted(trigger.metadata.items()):
            parameter = known.parameters.get(key)
            if parameter is None or "m" not in parameter.places or not value.strip():
                continue
            wanted = mistyped(parameter.type, value)
            if wanted:
                yield Problem(
                    f"{key} of the {trigger.label} is {value!r}, and the scaler wants {wanted}",
                    trigger.parameter(key),
                    fix=f"write {wanted}, quoted",
                )
