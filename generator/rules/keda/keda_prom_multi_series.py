"""query that can give several series

Why: KEDA wants one value; with two or more the scaler reports an error and keeps the last state.
Source: kedacore/keda pkg/scalers/prometheus_scaler.go, ExecutePromQuery.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "rate(requests[2m])", threshold: "10"}
Bad (one series a group):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum by (pod) (rate(requests[2m]))", threshold: "10"}
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
from generator.facts.promql import parse
from generator.facts.promql_tree import kind
from generator.facts.query_result import several
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = SCALED
NEEDS = ("query",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        expression = parse(trigger.metadata.get("query", "")) if trigger.type == "prometheus" else None
        # Anything but a vector is refused as a whole.
        if expression and kind(expression) == "vector" and several(expression):
            yield Problem(
                "the query can give several series, and KEDA takes one",
                trigger.parameter("query"),
                fix="put an aggregation without by around it, such as sum(...) or max(...)",
            )
