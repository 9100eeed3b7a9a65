"""matcher on an alert that no rule defines

Why: The route or the inhibition does nothing for ever: the alert was renamed, or the name is misspelt.
Source: https://prometheus.io/docs/alerting/latest/configuration/#matcher
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: alertname, value: "WebDwon", matchType: "="}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: WebDown
              expr: up == 0
              for: 5m
              labels: {severity: critical}
Bad (severity):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: severity, value: "critcal", matchType: "="}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: WebDown
              expr: up == 0
              for: 5m
              labels: {severity: critical}
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: alertname, value: "Web.*", matchType: "=~"}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: WebDown
              expr: up == 0
              for: 5m
              labels: {severity: critical}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alert_values import unknown
from generator.facts.cluster import Cluster
from generator.facts.matcher_fields import matcher_rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("matchers", "sourceMatch", "targetMatch")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in matcher_rows(manifest, cluster):
        message = unknown(row, cluster)
        if message:
            yield Problem(message, (*path, "value"), fix="mend the value, or remove what asks for it")
