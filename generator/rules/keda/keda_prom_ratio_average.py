"""ratio or latency compared as an average of the pods

Why: AverageValue divides the answer by the number of pods once more; a ratio, an average or a quantile says the same
however many pods there are, so the workload never scales far enough.
Source: kedacore/keda pkg/scalers/scaler.go, GetMetricTargetType (5755, 5781, 6549).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(errors) / sum(requests)", threshold: "0.1"}
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {name: web}
      triggers:
        - type: prometheus
          metricType: Value
          metadata: {serverAddress: "http://prom.obs:9090", query: "sum(errors) / sum(requests)", threshold: "0.1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.promql import parse
from generator.facts.query_result import intensive
from generator.facts.scaled_object import modifiers, triggers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SCALED_OBJECT,)
NEEDS = ("query",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if modifiers(manifest):
        return
    for trigger in triggers(manifest):
        if trigger.type != "prometheus" or trigger.metric_type == "Value":
            continue
        expression = parse(trigger.metadata.get("query", ""))
        sense = intensive(expression) if expression else ""
        if sense:
            yield Problem(
                f"the query gives {sense}, and metricType AverageValue divides it by the pods once more",
                trigger.at("metricType") if trigger.metric_type else trigger.parameter("query"),
                fix="set metricType: Value",
            )
