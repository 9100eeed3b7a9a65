"""ratio that is no number while nothing happens

Why: Nought divided by nought is NaN, and no comparison with NaN holds: the alert is silent exactly when no request
arrives.
Source: https://prometheus.io/docs/prometheus/latest/querying/operators/#arithmetic-binary-operators
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "rate(errors_total[5m]) / rate(requests_total[5m]) > 0.1"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "rate(errors_total[5m]) / (rate(requests_total[5m]) > 0) > 0.1"}
Good (guarded):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Errors
              expr: >-
                sum(rate(errors_total[5m])) / sum(rate(requests_total[5m])) > 0.1
                and sum(rate(requests_total[5m])) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)

_RATES = ("rate", "irate", "increase")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        expression = rule.expression
        if expression is None or any(_guard(node) for node in tree.walk(expression)):
            continue
        if any(isinstance(n, tree.Binary) and n.operator == "/" and _rate(n.right) for n in tree.walk(expression)):
            yield Problem(
                f"`{rule.alert}` is silent while the divisor is 0",
                rule.expr_path,
                fix="add a guard such as `and sum(rate(...)) > 0`, or alert on missing traffic as well",
            )


def _rate(node: tree.Expression) -> bool:
    while isinstance(node, tree.Aggregation | tree.Unary):
        node = node.body
    return isinstance(node, tree.Call) and node.name in _RATES


def _guard(node: tree.Expression) -> bool:
    """Whether a node lets only rates above some number through."""
    return isinstance(node, tree.Binary) and node.operator in (">", ">=", "!=") and _rate(node.left)
