"""PrometheusRule that no Prometheus loads

Why: Prometheus loads the rules whose labels its ruleSelector matches, in the namespaces its ruleNamespaceSelector
matches; all others are ignored without a word.
Source: https://prometheus-operator.dev/docs/developer/getting-started/#using-prometheusrules and the API reference
of Prometheus.spec.
Settings:
    monitoring: {ruleLabels: {release: kps}}
Bad:
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
Bad (by the Prometheus object):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop, labels: {release: other}}
    spec:
      groups:
        - name: web
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: main, namespace: shop}
    spec: {ruleSelector: {matchLabels: {release: main}}}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop, labels: {release: kps}}
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
from generator.facts.selecting import RULES, verdicts
from generator.rules.problem import Place, Problem

SEVERITY = "error"
OBJECTS = True
FLEET = True
KINDS = (kinds.PROMETHEUS_RULE,)


def check(cluster: Cluster) -> Iterator[Problem]:
    for verdict in verdicts(cluster, RULES):
        yield Problem(
            verdict.message,
            verdict.path,
            fix=verdict.fix,
            severity=verdict.severity,
            manifest=verdict.manifest,
            related=(Place("selects others", verdict.selector, ("spec", verdict.field)),) if verdict.selector else (),
        )
