"""alert on the largest few, which change from one evaluation to the next

Why: topk and its like change which series they return from one evaluation to the next; the alerts flap and `for`
begins anew.
Source: https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Busy, expr: "topk(5, load) > 1", for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Busy, expr: load > 1, for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)
_CHOOSING = ("topk", "bottomk", "limitk", "limit_ratio")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        node = rule.expression
        while isinstance(node, tree.Binary):
            node = node.right if tree.kind(node.left) == "scalar" else node.left
        if isinstance(node, tree.Aggregation) and node.name in _CHOOSING:
            yield Problem(
                f"{node.name}() makes `{rule.alert}` come and go with the order of the series",
                rule.expr_path,
                fix="compare every series with the threshold",
            )
