"""aggregation that drops a label which routes or inhibitions need

Why: The alert arrives without the label: it is routed to the wrong people, or an inhibition that compares the label
never mutes it.
Source: https://prometheus.io/docs/alerting/latest/configuration/#inhibition-related-settings. Needed are the labels
that `alertLabels` names and those that inhibitions here compare.
Settings:
    alertLabels: [namespace]
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules: [{alert: Errors, expr: "sum(rate(errors_total[5m])) > 1", labels: {severity: warning}}]
Bad (an inhibition compares it):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: "sum by (namespace, service) (up) == 0", labels: {severity: critical}}
            - {alert: Slow, expr: "max by (namespace) (latency) > 1", labels: {severity: warning}}
    ---
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: web, namespace: shop}
    spec:
      inhibitRules:
        - sourceMatch: [{name: alertname, matchType: "=", value: Down}]
          targetMatch: [{name: severity, matchType: "=", value: warning}]
          equal: [service]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Alertmanager
    metadata: {name: main, namespace: monitoring}
    spec: {alertmanagerConfigSelector: {}, alertmanagerConfigMatcherStrategy: {type: None}}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "sum by (namespace) (rate(errors_total[5m])) > 1", labels: {severity: warning}}
            - {alert: All, expr: "sum(up) == 0", labels: {severity: warning, namespace: shop}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alert_values import delivered
from generator.facts.cluster import Cluster, rows
from generator.facts.inhibited import mutings, out_of_reach
from generator.facts.prometheus_rules import Rule, alerts
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    needed = [str(name) for name in rows(cluster.settings, "alertLabels")]
    for rule in alerts(cluster) if needed or mutings(cluster) else ():
        if not rule.parts.aggregations:
            continue
        labels = delivered(cluster, rule)
        lost = [name for name in needed if not labels.may_have(name)]
        for name in lost:
            why = "which alertLabels asks for"
            yield _problem(rule, f"`{rule.alert}` arrives without the label `{name}`, {why}", name)
        told = set(lost)
        for name, muting in out_of_reach(cluster, rule):
            if name not in told:
                told.add(name)
                message = (
                    f"`{rule.alert}` arrives without the label `{name}`: the inhibition that compares it never mutes"
                )
                place = Place("the inhibition", muting.manifest, (*muting.inhibition.path, "equal"))
                yield _problem(rule, message, name, place)


def _problem(rule: Rule, message: str, name: str, *related: Place) -> Problem:
    fix = f"aggregate by `{name}` too, or set it as a label of the rule"
    return Problem(message, rule.expr_path, fix=fix, manifest=rule.manifest, related=related)
