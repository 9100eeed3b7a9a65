"""alert of one name and one set of labels defined twice

Why: Alertmanager takes alerts with equal labels for one and the same: two definitions overwrite each other's state
and text.
Source: https://prometheus.io/docs/alerting/latest/clients/: an alert is identified by its labels.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: HighErrors
              expr: sum(rate(errors_total[5m])) > 1
              for: 5m
              labels: {severity: warning}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: api, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: HighErrors
              expr: sum(rate(errors_total[5m])) > 2
              for: 5m
              labels: {severity: warning}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: HighErrors
              expr: sum(rate(errors_total[5m])) > 1
              for: 5m
              labels: {severity: warning}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: api, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: HighErrors
              expr: sum(rate(errors_total[5m])) > 5
              for: 5m
              labels: {severity: critical}
Good (told apart by the expression):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: 'up{job="web"} == 0'}
            - {alert: Down, expr: 'up{job="api"} == 0'}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alert_labels, alerts, twins
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
FLEET = True
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)


def check(cluster: Cluster) -> Iterator[Problem]:
    for rule, twin in twins(cluster, alerts(cluster), alert_labels):
        yield Problem(
            f"the alert `{rule.alert}` is defined with the same labels elsewhere",
            (*rule.path, "alert"),
            fix="keep one of them, or give each a label that tells them apart",
            manifest=rule.manifest,
            related=(Place("the other definition", twin.manifest, (*twin.path, "alert")),),
        )
