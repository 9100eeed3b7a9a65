"""rule that is neither one recording nor one alert

Why: A rule has either `record` or `alert`; Prometheus refuses the whole file otherwise, and the operator drops the
object.
Source: prometheus model/rulefmt/rulefmt.go, Rule.Validate.
Bad (neither):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - expr: up
Bad (both):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:sum", alert: Down, expr: sum by (job) (up)}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        if rule.alert and rule.record:
            yield Problem(
                f"the rule records `{rule.record}` and is the alert `{rule.alert}` at once",
                (*rule.path, "alert"),
                fix="make two rules of it",
                at_key=True,
            )
        elif not rule.name:
            yield Problem(
                "the rule has neither `record` nor `alert`", rule.path, fix="name what it records or its alert"
            )
