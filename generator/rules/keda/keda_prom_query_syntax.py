"""PromQL of a trigger that cannot be read or does not give a vector

Why: Prometheus refuses it at each poll, so nothing scales. KEDA reads an instant vector alone: a range, a string or a
bare scalar cannot be decoded.
Source: kedacore/keda pkg/scalers/prometheus_scaler.go, promQueryResult; Prometheus HTTP API, expression query results.
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(rate(requests[2m])", threshold: "10"}
Bad (range):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "requests[2m]", threshold: "10"}
Bad (scalar):
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: scalar(sum(requests)), threshold: "10"}
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
from generator.facts.promql import parse, problem
from generator.facts.promql_tree import kind
from generator.facts.scaled_object import SCALED, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = SCALED
NEEDS = ("query",)
_OWN_LANGUAGE = ("victoria", "vmselect", "vmsingle")
_RESULTS = {
    "matrix": ("a range of samples", "reduce the range, for example with rate() or avg_over_time()"),
    "string": ("a string", "query a metric"),
    "scalar": ("a scalar, which KEDA cannot decode", "use vector(), or leave scalar() out"),
}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for trigger in triggers(manifest):
        query = trigger.metadata.get("query", "")
        if trigger.type != "prometheus" or not query.strip():
            continue
        told = problem(query)
        # The language of VictoriaMetrics has more than PromQL.
        if told and any(word in trigger.metadata.get("serverAddress", "") for word in _OWN_LANGUAGE):
            continue
        if told:
            yield Problem(f"the query cannot be read: {told}", trigger.parameter("query"), fix="correct the query")
            continue
        expression = parse(query)
        result = _RESULTS.get(kind(expression)) if expression else None
        if result:
            yield Problem(f"the query gives {result[0]}", trigger.parameter("query"), fix=result[1])
