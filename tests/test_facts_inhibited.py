"""Inhibitions that never reach an alert, since it lacks a label they compare."""

from __future__ import annotations

import pytest

from generator.facts.inhibited import mutings, out_of_reach
from generator.facts.prometheus_rules import alerts
from tests.rule_examples import cluster

OBJECTS = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: web, namespace: shop}
spec:
  groups:
    - name: web
      rules:
        - {alert: Down, expr: "SOURCE", labels: {severity: critical}}
        - {alert: Slow, expr: "TARGET", labels: {severity: warning}}
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
spec: {alertmanagerConfigMatcherStrategy: {type: None}}
"""
WITH = 'sum by (service) (up{service=\\"web\\"}) == 0'


@pytest.mark.parametrize(
    ("source", "target", "lacks"),
    [
        (WITH, "sum(latency) > 1", ["service"]),
        (WITH, "sum by (service) (latency) > 1", []),
        (WITH, "latency > 1", []),
        ("sum(up) == 0", "sum(latency) > 1", []),
    ],
)
def test_a_label_that_is_compared_and_surely_missing_is_told(source: str, target: str, lacks: list[str]) -> None:
    here = cluster(OBJECTS.replace("SOURCE", source).replace("TARGET", target))
    slow = next(rule for rule in alerts(here) if rule.alert == "Slow")
    assert [name for name, _ in out_of_reach(here, slow)] == lacks


def test_only_labels_that_an_alert_that_mutes_bears_count() -> None:
    here = cluster(OBJECTS.replace("SOURCE", WITH).replace("TARGET", "sum(x) > 1"))
    assert [muting.equal for muting in mutings(here)] == [("service",)]
