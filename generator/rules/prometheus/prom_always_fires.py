"""alert whose condition always holds

Why: A comparison that every possible value satisfies filters nothing: the alert fires as long as the series exist.
Source: https://prometheus.io/docs/prometheus/latest/querying/functions/
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "rate(errors_total[5m]) >= 0"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "rate(errors_total[5m]) > 0"}
Good (counts what is filtered):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: count(up == 0) > 0}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of, followed
from generator.facts.promql_condition import conditional, constant, sides
from generator.facts.promql_value import bounds, verdict
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    behind = followed(cluster)
    for rule in alerts_of(manifest, cluster):
        for node in filter(_holds, sides(rule.expression)) if rule.expression is not None else ():
            if not isinstance(node, tree.Binary) or any(conditional(n, behind) for n in (node.left, node.right)):
                continue
            why = bounds(node.left).source or bounds(node.right).source
            yield Problem(
                f"`{rule.alert}` fires at all times: {why}, so `{node.operator}` always holds",
                rule.expr_path,
                fix="mend the threshold",
                note=why,
            )


def _holds(node: tree.Expression) -> bool:
    """Whether a node is a comparison that lets everything through."""
    filters = isinstance(node, tree.Binary) and node.operator in tree.COMPARISONS and not node.bool
    return isinstance(node, tree.Binary) and filters and verdict(node) is True and not constant(node)
