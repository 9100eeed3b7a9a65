"""trigger whose query reads a series nobody records

Why: A name with colons is a recorded series. When no rule records it the query has no result, and KEDA keeps the
workload where it is or at its fallback.
Source: https://prometheus.io/docs/practices/rules/ and
https://keda.sh/docs/latest/scalers/prometheus/ (ignoreNullValues).
Bad:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: worker, namespace: shop}
    spec:
      scaleTargetRef: {name: worker}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.monitoring:9090", query: "job:queue_length:summ", threshold: "20"}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: queue, namespace: shop}
    spec:
      groups:
        - name: queue
          rules: [{record: "job:queue_length:sum", expr: sum by (job) (queue_length)}]
Good:
    apiVersion: keda.sh/v1alpha1
    kind: ScaledObject
    metadata: {name: worker, namespace: shop}
    spec:
      scaleTargetRef: {name: worker}
      triggers:
        - type: prometheus
          metadata: {serverAddress: "http://prom.monitoring:9090", query: "job:queue_length:sum", threshold: "20"}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: queue, namespace: shop}
    spec:
      groups:
        - name: queue
          rules: [{record: "job:queue_length:sum", expr: sum by (job) (queue_length)}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import promql
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.known_alerts import recorded_upstream
from generator.facts.prometheus_rules import records
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = SCALED
NEEDS = ("query",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known = records(cluster)
    for trigger in triggers(manifest):
        query = trigger.metadata.get("query", "") if trigger.type == "prometheus" else ""
        expression = promql.parse(query) if ":" in query else None
        for name in sorted(tree.metrics(expression)) if expression is not None else ():
            if ":" not in name or name in known or recorded_upstream(name):
                continue
            if not cluster.external("Series", manifest.id.namespace, name):
                yield Problem(
                    f"no rule records `{name}`{did_you_mean(name, known)}",
                    trigger.parameter("query"),
                    fix=f"record it, or say that it comes from elsewhere with `Series/*/{name}` under externals",
                )
