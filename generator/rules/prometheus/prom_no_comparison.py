"""alert without a condition

Why: An alert fires for every sample its expression returns, whatever the value: without a comparison it fires as
long as the series exists.
Source: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0}
Good (dead man's switch):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Watchdog, expr: vector(1)}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of, followed
from generator.facts.promql_condition import compares_with_bool, conditional
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    behind = followed(cluster)
    for rule in alerts_of(manifest, cluster):
        expression = rule.expression
        if rule.compares or expression is None or rule.constant or compares_with_bool(expression) is not None:
            continue
        if not conditional(expression, behind):
            yield Problem(
                f"`{rule.alert}` fires whenever its series exist, whatever their value",
                rule.expr_path,
                fix="compare the expression with a threshold",
            )
