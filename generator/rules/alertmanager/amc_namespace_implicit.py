"""route that only sees alerts of its own namespace, and they come without it.

Why: The operator adds `namespace="<its own>"` to the top route; alerts whose expression drops the label, or sets
another one, never get here.
Source: prometheus-operator API reference, alertmanagerConfigMatcherStrategy (OnNamespace by default).
Settings:
    monitoring: {alertmanager: {matcherStrategy: OnNamespace}}
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
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
              expr: sum(rate(errors_total[5m])) > 1
              for: 5m
              labels: {severity: critical}
Bad (for another namespace):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: monitoring}
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
              labels: {severity: critical, team: shop, namespace: shop}
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
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
              expr: sum by (namespace) (rate(errors_total[5m])) > 1
              for: 5m
              labels: {severity: critical}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alert_values import delivered
from generator.facts.alertmanager_tree import Route, namespaced, root, strategy
from generator.facts.cluster import Cluster
from generator.facts.label_match import takes
from generator.facts.prometheus_rules import Rule, alerts
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
_TOLD = 3


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    top = root(manifest, cluster)
    if top is None or not namespaced(manifest, cluster):
        return
    meant = [rule for rule in alerts(cluster) if _meant(rule, top, cluster)]
    lost = [rule for rule in meant if takes(top.added, delivered(cluster, rule)) is False]
    at_home = [rule for rule in lost if rule.manifest.id.namespace == manifest.id.namespace]
    told = lost if len(lost) == len(meant) else at_home
    if told:
        known = strategy(cluster)[1]
        assumed = "" if known else " (OnNamespace is assumed, the operator's default)"
        names = ", ".join(f"`{rule.alert}`" for rule in told[:_TOLD]) + (" and others" if len(told) > _TOLD else "")
        yield Problem(
            f'this only takes alerts with namespace="{manifest.id.namespace}"{assumed}, which {names} cannot have',
            top.path,
            fix="keep the namespace in their expressions, or set alertmanagerConfigMatcherStrategy to None",
            severity="" if known else "warning",
            related=tuple(Place("this alert", rule.manifest, (*rule.path, "expr")) for rule in told[:_TOLD]),
        )


def _meant(rule: Rule, top: Route, cluster: Cluster) -> bool:
    """Whether a route is there for an alert: by its matchers, or without any by living beside it."""
    asked = takes(top.own, delivered(cluster, rule))
    if rule.manifest.id.namespace == top.manifest.id.namespace:
        return asked is not False
    return bool(top.own) and asked is True
