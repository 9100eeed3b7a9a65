"""alert that compares two sums of different moments

Why: The two sides are scraped one after the other: while pods come and go they disagree for a scrape, and the alert
fires.
Source: https://prometheus.io/docs/practices/rules/ and pint promql/fragile
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Lost, expr: "sum(sent_total) > sum(received_total)"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Lost, expr: "sum(sent_total) > sum(received_total)", for: 10m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of, waits
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        expression = rule.expression
        if expression is None or waits(rule):
            continue
        both = (n for n in tree.walk(expression) if isinstance(n, tree.Binary) and n.operator not in tree.SETS)
        if any(isinstance(n.left, tree.Aggregation) and isinstance(n.right, tree.Aggregation) for n in both):
            yield Problem(
                f"`{rule.alert}` compares two aggregations and does not wait",
                (*rule.path, "alert"),
                fix="add `for`, for instance `for: 5m`",
            )
