"""route that only sees alerts of its own namespace, and they come without it

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
from generator.facts.alert_routing import withheld
from generator.facts.alertmanager_tree import namespaced, root, strategy
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
OBJECTS = True
KINDS = (kinds.ALERTMANAGER_CONFIG,)
_TOLD = 3


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    top = root(manifest, cluster)
    if top is None or not namespaced(manifest, cluster):
        return
    told = withheld(cluster, top)
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
