"""delta, deriv or predict_linear of a counter

Why: These take the fall at a restart for a real one; a counter wants rate() or increase().
Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#delta
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "delta(errors_total[5m]) > 10", for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "increase(errors_total[5m]) > 10", for: 5m}
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
_GAUGING = frozenset(("delta", "idelta", "deriv", "predict_linear"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        for node in () if rule.parts.words.isdisjoint(_GAUGING) else rule.parts.calls:
            if node.name not in _GAUGING:
                continue
            argument = node.arguments[0]
            if isinstance(argument, tree.Selector) and is_counter(argument.name):
                yield Problem(
                    f"`{argument.name}` is a counter, and {node.name}() is for gauges",
                    rule.expr_path,
                    fix="use rate() or increase()",
                )
