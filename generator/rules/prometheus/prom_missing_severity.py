"""alert without a severity

Why: Routes, inhibition and paging go by the severity; an alert without one falls through to the default receiver.
Source: https://prometheus.io/docs/practices/alerting/ and the alerts of kube-prometheus, which all carry one.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, for: 5m, labels: {team: web}}
Bad (misspelt):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, for: 5m, labels: {severity: critcal}}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, for: 5m, labels: {severity: critical}}
Good (of the group):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          labels: {severity: critical}
          rules:
            - {alert: Down, expr: up == 0, for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alert_labels, alerts_of
from generator.facts.suggest import near
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)
_USUAL = ("critical", "error", "warning", "info", "none", "page", "ticket", "notice", "high", "medium", "low", "debug")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        path = (*rule.path, "labels")
        value = rule.labels.get("severity")
        if value is None and not alert_labels(cluster, rule).has("severity"):
            yield Problem(
                f"`{rule.alert}` has no label `severity`",
                path if "labels" in rule.body else (*rule.path, "alert"),
                fix="add `severity` to the labels of the rule or of its group",
            )
        elif value and value not in _USUAL and near(value, _USUAL):
            here = (*path, "severity") if "severity" in (rule.body.get("labels") or {}) else (*rule.path, "alert")
            meant = near(value, _USUAL)
            yield Problem(f"`{value}` is no usual severity, did you mean `{meant}`?", here, fix=f"write {meant}")
