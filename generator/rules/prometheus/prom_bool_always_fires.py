"""alert whose only comparison is a `bool` one

Why: With `bool` a comparison gives 0 or 1 instead of filtering, so the alert has a sample, and fires, at all times.
Source: https://prometheus.io/docs/prometheus/latest/querying/operators/#comparison-binary-operators
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == bool 0}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: (up == bool 0) == 1}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of, followed
from generator.facts.promql_condition import compares_with_bool, conditional
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        expression = rule.expression
        if expression is None or "bool" not in rule.expr.lower():
            continue
        found = compares_with_bool(expression)
        if found is not None and not conditional(expression, followed(cluster)):
            yield Problem(
                f"`{rule.alert}` fires at all times: `{found.operator} bool` filters nothing",
                rule.expr_path,
                fix="leave `bool` out, or compare the result with 1",
            )
