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
from generator.facts.promql_condition import compares_with_bool, conditional, sides
from generator.facts.promql_tree import kind
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)
_GIVES = ("vector", "scalar")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    behind = followed(cluster)
    for rule in alerts_of(manifest, cluster):
        expression = rule.expression
        apart = "or" in rule.parts.words
        if (rule.compares and not apart) or expression is None or rule.constant or kind(expression) not in _GIVES:
            continue
        if compares_with_bool(expression) is not None:
            continue
        open_ = [side for side in sides(expression) if not conditional(side, behind)]
        if open_:
            every = not conditional(expression, behind)
            what = "its series exist" if every else "the series of one side of `or` exist"
            yield Problem(
                f"`{rule.alert}` fires whenever {what}, whatever their value",
                rule.expr_path,
                fix=f"compare {'the expression' if every else 'that side'} with a threshold",
            )
