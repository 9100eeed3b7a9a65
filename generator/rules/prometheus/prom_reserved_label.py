"""rule that sets a label Prometheus sets itself

Why: Prometheus overwrites `alertname` and drops labels that begin with two underscores; external labels of the
server win over those of the rule.
Source: prometheus rules/alerting.go, AlertingRule.Eval.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, for: 5m, labels: {alertname: Other}}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, for: 5m, labels: {team: web}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.prometheus_rules import rules_of
from generator.facts.selecting import external_labels
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    outside = external_labels(cluster)
    for rule in rules_of(manifest, cluster):
        for name in mapping(rule.body, "labels"):
            told = ""
            if name == "alertname" and rule.alert:
                told = "is the name of the alert"
            elif str(name).startswith("__") and name != "__name__":
                told = "is dropped, names with two underscores are Prometheus' own"
            elif name in outside:
                told = "is an external label of Prometheus"
            if told:
                yield Problem(f"`{name}` {told}", (*rule.path, "labels", name), fix="use another name", at_key=True)
