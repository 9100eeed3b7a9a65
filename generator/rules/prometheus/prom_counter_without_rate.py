"""threshold on a counter that only grows

Why: A counter grows until its process restarts: the alert fires some day and stays. What matters is its increase
over a time.
Source: https://prometheus.io/docs/practices/instrumentation/#counter-vs-gauge-summary-vs-histogram
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: errors_total > 10, for: 5m}
Bad (summed):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: sum by (job) (errors_total) > 10, for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "increase(errors_total[1h]) > 10", for: 5m}
Good (count of series):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Many, expr: count(errors_total) > 10, for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.facts.promql_names import is_counter
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
_THRESHOLDS = frozenset((">", ">=", "<", "<="))
_KEEPING = ("sum", "avg", "min", "max", "topk", "bottomk", "quantile")
_PASSING = (
    "abs",
    "round",
    "ceil",
    "floor",
    "sort",
    "sort_desc",
    "label_replace",
    "label_join",
    "clamp_min",
    "clamp_max",
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        told: set[str] = set()
        for node in () if rule.parts.words.isdisjoint(_THRESHOLDS) else rule.parts.binaries:
            if node.operator not in _THRESHOLDS:
                continue
            for side, other in ((node.left, node.right), (node.right, node.left)):
                limit = isinstance(other, tree.Number) and other.value != 0
                name = _raw(side) if limit else ""
                if name and name not in told:
                    told.add(name)
                    yield Problem(
                        f"`{name}` only ever grows, so this threshold is passed once and for all",
                        rule.expr_path,
                        fix=f"compare rate({name}[5m]) or increase({name}[5m])",
                    )


def _raw(node: tree.Expression) -> str:
    """The counter whose own value reaches a comparison, "" when none does."""
    match node:
        case tree.Selector(name=name, range=None):
            return name if is_counter(name) and not name.endswith("_sum") else ""
        case tree.Aggregation(name=name, body=body) if name in _KEEPING:
            return _raw(body)
        case tree.Call(name=name, arguments=arguments) if name in _PASSING:
            return _raw(arguments[0])
        case tree.Binary(operator="+" | "-" | "*" | "/", left=left, right=tree.Number()):
            return _raw(left)
        case tree.Binary(operator="+" | "*", left=tree.Number(), right=right):
            return _raw(right)
        case tree.Binary(operator="+", left=left, right=right) if _raw(right):
            return _raw(left)
    return ""
