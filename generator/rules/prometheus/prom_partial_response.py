"""partial_response_strategy that nothing reads, or that is unknown

Why: Only a Thanos Ruler reads it; Prometheus does not know it, and the operator refuses any word but abort and
warn.
Source: prometheus-operator pkg/operator/rules.go; https://thanos.io/tip/components/rule.md/#partial-response
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          partial_response_strategy: abort
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
Bad (no schema: unknown):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          partial_response_strategy: warning
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          partial_response_strategy: warn
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ThanosRuler
    metadata: {name: ruler, namespace: shop}
    spec: {queryEndpoints: [query]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.facts.selecting import THANOS_RULER
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
INSTEAD = True
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("partial_response_strategy",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, group in entries(manifest.body, "spec", "groups"):
        value = group.get("partial_response_strategy")
        path = ("spec", "groups", n, "partial_response_strategy")
        if value and str(value).lower() not in ("abort", "warn"):
            yield Problem(f"`{value}` is neither abort nor warn", path, fix="use abort or warn", severity="error")
        elif value and not cluster.all(THANOS_RULER):
            yield Problem("only a ThanosRuler reads this, and there is none here", path, fix="remove it", safe=True)
