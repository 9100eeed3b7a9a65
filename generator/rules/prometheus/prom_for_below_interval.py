"""wait shorter than the time between two evaluations

Why: The alert fires at the second evaluation however short `for` is, so the wait written is not the one that
happens.
Source: prometheus rules/alerting.go, AlertingRule.Eval.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          interval: 5m
          rules:
            - {alert: Down, expr: up == 0, for: 1m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          interval: 1m
          rules:
            - {alert: Down, expr: up == 0, for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of, waits
from generator.facts.promql_duration import seconds, written
from generator.facts.scraping import evaluation_interval
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("for",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        interval = seconds(rule.group.get("interval")) or evaluation_interval(cluster)
        if 0 < waits(rule) < interval:
            yield Problem(
                f"`{rule.alert}` waits {written(waits(rule))}, but is evaluated every {written(interval)} only",
                (*rule.path, "for"),
                fix=f"wait {written(interval)} or more, or evaluate the group more often",
            )
