"""wait of an alert that is no duration, or zero

Why: Prometheus refuses a file with a malformed duration; a wait of zero says nothing.
Source: prometheus/common model/time.go, ParseDuration.
Bad (no schema: with a blank):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, for: 5 min}
Bad (zero):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, for: 0m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, for: 1h30m, keep_firing_for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of
from generator.facts.promql_duration import seconds
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("for", "keep_firing_for")
_FIELDS = ("for", "keep_firing_for")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        for field in _FIELDS:
            value = rule.body.get(field)
            path = (*rule.path, field)
            if value is None or value == "":
                continue
            found = seconds(value)
            if found is None:
                yield Problem(f"`{value}` is no duration", path, fix="write it like 30s, 5m or 1h30m")
            elif found == 0:
                yield Problem(
                    f"`{field}: {value}` waits for nothing", path, fix="leave it out", severity="info", safe=True
                )
