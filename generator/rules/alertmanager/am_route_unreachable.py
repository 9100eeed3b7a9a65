"""route behind another that takes all of its alerts

Why: Routes are tried in order, and one without `continue` ends the search: what it takes never reaches the routes
behind it.
Source: https://prometheus.io/docs/alerting/latest/configuration/#route
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team}
          - {receiver: team, matchers: [{name: team, value: "a", matchType: "="}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Bad (narrower):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: team, value: "a|b", matchType: "=~"}]}
          - receiver: team
            matchers:
              - {name: team, value: "a", matchType: "="}
              - {name: severity, value: "critical", matchType: "="}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, continue: true}
          - {receiver: team, matchers: [{name: team, value: "a", matchType: "="}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good (the other way round):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: team, value: "a", matchType: "="}]}
          - {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import every_route
from generator.facts.cluster import Cluster
from generator.facts.label_match import contradiction, implies
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("routes",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for parent in every_route(manifest, cluster):
        for n, route in enumerate(parent.routes):
            if contradiction(route.line):
                continue
            earlier = parent.routes[:n]
            first = next((r for r in earlier if not r.goes_on and implies(route.line, r.matchers)), None)
            if first is not None:
                yield Problem(
                    "no alert gets here: an earlier route takes them all",
                    route.path,
                    fix="put this route before it, or let that one go on with `continue: true`",
                    related=(Place("the earlier route", manifest, first.path),),
                )
