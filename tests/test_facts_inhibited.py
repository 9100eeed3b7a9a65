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


def test_only_alerts_that_agree_in_the_other_labels_count() -> None:
    """Down lacks the label as its own warning does: the two are equal in it."""
    both = OBJECTS.replace("equal: [service]", "equal: [alertname, service]").replace("alert: Slow", "alert: Down")
    both = both.replace(
        'name: alertname, matchType: "=", value: Down', 'name: severity, matchType: "=", value: critical'
    )
    here = cluster(both.replace("SOURCE", "sum(up) == 0").replace("TARGET", "sum(x) > 1"))
    assert [name for rule in alerts(here) for name, _ in out_of_reach(here, rule)] == []
    here = cluster(both.replace("SOURCE", WITH).replace("TARGET", "sum(x) > 1"))
    assert [name for rule in alerts(here) for name, _ in out_of_reach(here, rule)] == ["service"]
    here = cluster(
        both.replace('alert: Down, expr: "SOURCE', 'alert: Else, expr: "' + WITH).replace("TARGET", "sum(x) > 1")
    )
    assert [name for rule in alerts(here) for name, _ in out_of_reach(here, rule)] == []


def test_an_inhibition_by_which_nothing_mutes_is_left_out() -> None:
    here = cluster(OBJECTS.replace("value: Down", "value: Up").replace("SOURCE", WITH).replace("TARGET", "sum(x) > 1"))
    assert mutings(here) == ()
