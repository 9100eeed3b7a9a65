"""quantile outside of 0 to 1

Why: Quantiles are fractions: 0.95, not 95. Outside of 0 to 1 the result is plus or minus infinity.
Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: job:latency:p95
              expr: histogram_quantile(95, sum by (le) (rate(latency_bucket[5m])))
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - record: job:latency:p95
              expr: histogram_quantile(0.95, sum by (le) (rate(latency_bucket[5m])))
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
_QUANTILES = frozenset(("histogram_quantile", "quantile_over_time", "quantile"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        for node in () if rule.parts.words.isdisjoint(_QUANTILES) else rule.parts.nodes:
            value = _quantile(node)
            if value is not None and not 0 <= value <= 1:
                meant = f": {value / 100:g}" if 1 < value <= 100 else ""
                yield Problem(
                    f"the quantile {value:g} is not between 0 and 1",
                    rule.expr_path,
                    fix=f"write a fraction{meant}",
                )


def _quantile(node: tree.Expression) -> float | None:
    if isinstance(node, tree.Call) and node.name in ("histogram_quantile", "quantile_over_time"):
        first: tree.Expression | None = node.arguments[0]
    else:
        first = node.parameter if isinstance(node, tree.Aggregation) and node.name == "quantile" else None
    return first.value if isinstance(first, tree.Number) else None
