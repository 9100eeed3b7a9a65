"""query for a job or namespace that is not there

Why: After a rename the old label stands in the alert still. The selector finds nothing, and an alert that compares
nothing never fires.
Source: https://prometheus.io/docs/concepts/jobs_instances/ and the API reference of prometheus-operator (jobLabel).
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: api, namespace: shop}
    spec:
      groups:
        - name: api
          rules:
            - alert: ApiDown
              expr: up{job="checkout-api", namespace="shop"} == 0
              for: 5m
              labels: {severity: critical}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: checkout, namespace: shop}
    spec:
      selector: {matchLabels: {app: checkout}}
      endpoints: [{port: http}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: checkout, namespace: shop, labels: {app: checkout}}
    spec: {selector: {app: checkout}, ports: [{name: http, port: 80}]}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: api, namespace: shop}
    spec:
      groups:
        - name: api
          rules:
            - alert: ApiDown
              expr: up{job="checkout", namespace="shop"} == 0
              for: 5m
              labels: {severity: critical}
            - alert: NodeDown
              expr: up{job="node-exporter", namespace="monitoring"} == 0
              for: 5m
              labels: {severity: critical}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: ServiceMonitor
    metadata: {name: checkout, namespace: shop}
    spec:
      selector: {matchLabels: {app: checkout}}
      endpoints: [{port: http}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: checkout, namespace: shop, labels: {app: checkout}}
    spec: {selector: {app: checkout}, ports: [{name: http, port: 80}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.facts.scrape_jobs import strangers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest):
        expression = rule.expression
        for message in dict.fromkeys(strangers(cluster, expression)) if expression is not None else ():
            yield Problem(message, rule.expr_path, fix="ask for what there is now")
