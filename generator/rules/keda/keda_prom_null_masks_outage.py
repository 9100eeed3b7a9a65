"""missing series that are read as 0

Why: When the metric is gone, KEDA takes the empty answer for no load and scales to the minimum, unless ignoreNullValues
is "false" and a fallback says what to do instead.
Source: kedacore/keda pkg/scalers/prometheus_scaler.go, ExecutePromQuery.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m]))", threshold: "10"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      fallback: {failureThreshold: 3, replicas: 4}
      triggers:
        - type: prometheus
          metadata:
            serverAddress: http://prom.obs:9090
            query: sum(rate(requests[2m]))
            threshold: "10"
            ignoreNullValues: "false"
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.scaled_object import triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.SCALED_OBJECT,)
_FALSE = ("0", "f", "F", "FALSE", "false", "False")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if mapping(manifest.body, "spec", "fallback"):
        return
    for trigger in triggers(manifest):
        if trigger.type == "prometheus" and trigger.metadata.get("ignoreNullValues", "").strip() not in _FALSE:
            yield Problem(
                "an empty answer counts as 0, so a lost metric scales to the minimum",
                trigger.parameter("query"),
                fix='set ignoreNullValues: "false" and a fallback',
            )
