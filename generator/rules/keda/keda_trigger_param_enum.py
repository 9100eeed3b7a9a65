"""parameter with a value the scaler does not allow

Why: KEDA cannot build the scaler, so the whole ScaledObject stops scaling; it is told at run time only.
Source: kedacore/keda schema/generated (allowedValue), pkg/scalers/scalersconfig/typed_config.go.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, offsetResetPolicy: newest}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, offsetResetPolicy: latest}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.scalers import scaler
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        known = scaler(trigger.type)
        for key, value in sorted(trigger.metadata.items()) if known else ():
            parameter = known.parameters.get(key) if known else None
            if parameter is None or not parameter.values or parameter.removed or "m" not in parameter.places:
                continue
            for one in value.split(parameter.separator) if value.strip() else ():
                if one.strip() not in parameter.values:
                    yield Problem(
                        f"{key} of the {trigger.label} is `{one.strip()}`{did_you_mean(one.strip(), parameter.values)}",
                        trigger.parameter(key),
                        fix=f"use one of {', '.join(parameter.values)}",
                    )
