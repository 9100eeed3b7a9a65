"""alert whose condition can never hold

Why: A threshold outside of what an expression can give means that nobody is ever told.
Source: https://prometheus.io/docs/prometheus/latest/querying/functions/
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up > 1}
Bad (count):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: None, expr: 'count(up{job="web"}) == 0'}
Bad (two conditions):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Odd, expr: queue_length == 0 and queue_length > 0}
Bad (clamped):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Full, expr: "clamp(disk_ratio, 0, 1) > 90"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up < 1}
Good (absent):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: None, expr: 'absent(up{job="web"}) == 1'}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of
from generator.facts.promql_value import never
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        found = never(rule.expression) if rule.expression is not None else None
        if found is not None:
            node, why = found
            told = f": {why}" if why else ""
            yield Problem(
                f"`{rule.alert}` can never fire, its `{node.operator}` holds for no value{told}",
                rule.expr_path,
                fix="mend the threshold; for series that are missing use absent()",
                note=why,
            )
