"""alert that its own route never sees

Why: Its labels fit a route, but the operator lets an AlertmanagerConfig only take alerts of its own namespace, and no
other route takes it: it ends in the default receiver, which under the operator tells nobody.
Source: prometheus-operator pkg/alertmanager/amcfg.go (addAlertmanagerConfigs, enforceNamespaceForRoute); what a route
never gets at all is told at the route (amc-namespace-implicit).
Settings:
    monitoring: {alertmanager: {matcherStrategy: OnNamespace}}
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        matchers: [{name: team, value: shop, matchType: "="}]
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
              expr: up{namespace="shop"} == 0
              for: 5m
              labels: {severity: critical, team: shop}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: jobs, namespace: shop-jobs}
    spec:
      groups:
        - name: jobs
          rules:
            - alert: JobsDown
              expr: up{namespace="shop-jobs"} == 0
              for: 5m
              labels: {severity: critical, team: shop}
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        matchers: [{name: team, value: shop, matchType: "="}]
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
    ---
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: jobs, namespace: shop-jobs}
    spec:
      route: {receiver: team}
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
              expr: up{namespace="shop"} == 0
              for: 5m
              labels: {severity: critical, team: shop}
            - alert: JobsDown
              expr: up{namespace="shop-jobs"} == 0
              for: 5m
              labels: {severity: critical, team: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alert_routing import kept_away, told_at_routes
from generator.facts.alertmanager_tree import strategy
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts
from generator.rules.problem import Place, Problem

SEVERITY = "error"
FLEET = True
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(cluster: Cluster) -> Iterator[Problem]:
    lost, told = kept_away(cluster), told_at_routes(cluster)
    known = strategy(cluster)[1]
    assumed = "" if known else " (OnNamespace is assumed, the operator's default)"
    for rule in alerts(cluster):
        route = lost.get(id(rule))
        if route is None or id(rule) in told:
            continue
        who = route.manifest.id
        yield Problem(
            f"the alert `{rule.alert}` fits a route of `{who.name}`, which only takes alerts with "
            f'namespace="{who.namespace}"{assumed}; no other route takes it',
            rule.expr_path,
            fix=f"route it in an AlertmanagerConfig of its own namespace, or let the alert have namespace "
            f"{who.namespace}, or set alertmanagerConfigMatcherStrategy to None",
            severity="" if known else "warning",
            manifest=rule.manifest,
            related=(Place("the route it fits", route.manifest, route.path),),
        )
