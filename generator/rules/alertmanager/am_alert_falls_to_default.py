"""alert that no route takes

Why: It goes to the receiver of Alertmanager's top route, which under the operator is the empty one: nobody is told.
Source: prometheus-operator pkg/alertmanager/amcfg.go;
https://prometheus.io/docs/alerting/latest/configuration/#route
Settings:
    monitoring: {alertmanager: {matcherStrategy: "None"}}
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        matchers: [{name: team, value: "shop", matchType: "="}]
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
              expr: sum by (job) (up == 0)
              for: 5m
              labels: {severity: critical}
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        matchers: [{name: team, value: "shop", matchType: "="}]
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
              labels: {severity: critical, team: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alert_routing import entrances, kept_away, taken, told_at_routes
from generator.facts.alert_values import delivered
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
FLEET = True
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(cluster: Cluster) -> Iterator[Problem]:
    routes = entrances(cluster)
    if not routes:
        return
    elsewhere = {*told_at_routes(cluster), *kept_away(cluster)}
    for rule in alerts(cluster):
        if id(rule) in elsewhere or rule.constant:
            continue
        if not taken(cluster, delivered(cluster, rule)):
            yield Problem(
                f"no route takes the alert `{rule.alert}`",
                (*rule.path, "alert"),
                fix="give it the labels that a route asks for, or route it",
                manifest=rule.manifest,
                related=(Place("a route", routes[0].manifest, routes[0].path),),
            )
