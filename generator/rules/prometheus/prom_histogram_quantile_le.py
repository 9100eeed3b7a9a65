"""histogram_quantile over buckets whose `le` is gone

Why: The bucket boundaries are in the label `le`; an aggregation that drops it leaves nothing to compute a quantile
from.
Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: job:latency:p99
              expr: histogram_quantile(0.99, sum(rate(latency_bucket[5m])))
Bad (no rate):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: job:latency:p99
              expr: histogram_quantile(0.99, sum by (le) (latency_bucket))
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: job:latency:p99
              expr: histogram_quantile(0.99, sum by (le) (rate(latency_bucket[5m])))
Good (native histogram):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: job:latency:p99
              expr: histogram_quantile(0.99, sum(rate(latency[5m])))
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import result_labels, rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
_BUCKETS = frozenset(("histogram_quantile", "histogram_fraction"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        for node in () if rule.parts.words.isdisjoint(_BUCKETS) else rule.parts.calls:
            if node.name not in _BUCKETS:
                continue
            buckets = node.arguments[-1]
            if not any(name.endswith("_bucket") for name in tree.metrics(buckets)):
                continue
            if not result_labels(cluster, buckets).may_have("le"):
                yield Problem(
                    f"{node.name}() gets no `le`, the aggregation drops it",
                    rule.expr_path,
                    fix="keep it: sum by (le, ...) (...)",
                )
            elif not any(isinstance(n, tree.Selector) and n.range is not None for n in tree.walk(buckets)):
                yield Problem(
                    f"{node.name}() over raw buckets covers all the time since the process began",
                    rule.expr_path,
                    fix="take rate() of the buckets",
                    severity="warning",
                )
