"""metadata value of a trigger that is not a string

Why: KEDA's CRD holds strings alone; the API server refuses a bare number or boolean.
Source: kedacore/keda apis/keda/v1alpha1/scaletriggers_types.go, Metadata map[string]string.
Bad (no schema: the CRD refuses it too):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: 5}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: kafka
          metadata: {bootstrapServers: "kafka:9092", consumerGroup: web, topic: orders, lagThreshold: "10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster, mapping
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = SCALED


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        for key, value in sorted(mapping(trigger.body, "metadata").items(), key=lambda item: str(item[0])):
            if isinstance(value, str):
                continue
            scalar = isinstance(value, bool | int)
            text = str(value).lower() if isinstance(value, bool) else str(value)
            yield Problem(
                f"{key} of the {trigger.label} is no string, and metadata holds strings",
                trigger.parameter(str(key)),
                fix=f'quote it: "{text}"' if scalar else "write it as a quoted string",
                safe=scalar,
                value=text if scalar else None,
            )
