"""matchers that no alert can satisfy

Why: All matchers of a route and of those above it have to hold at once: with two values for one label it takes
nothing.
Source: https://prometheus.io/docs/alerting/latest/configuration/#matcher
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        matchers: [{name: team, value: "a", matchType: "="}]
        routes:
          - {receiver: team, matchers: [{name: team, value: "b", matchType: "="}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Bad (inhibition):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
      inhibitRules:
        - equal: [job]
          sourceMatch:
            - {name: severity, value: "critical", matchType: "="}
            - {name: severity, value: "warning", matchType: "="}
          targetMatch: [{name: severity, value: "info", matchType: "="}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        matchers: [{name: team, value: "a|b", matchType: "=~"}]
        routes:
          - {receiver: team, matchers: [{name: team, value: "b", matchType: "="}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import Route, every_route, inhibitions
from generator.facts.cluster import Cluster
from generator.facts.label_match import contradiction
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("matchers", "sourceMatch", "targetMatch")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for route in every_route(manifest, cluster):
        name = contradiction(route.line)
        if not name or (route.parent is not None and contradiction(route.parent.line)):
            continue
        above = next((r for r in _above(route) if any(m.name == name for m in r.matchers)), None)
        yield Problem(
            f"no alert satisfies the matchers on `{name}`" + (" of this route and those above" if above else ""),
            (*route.path, "matchers") if "matchers" in route.body else route.path,
            fix=f"ask for one value of `{name}`, or for several with =~",
            related=(Place("the other matcher", manifest, (*above.path, "matchers")),) if above else (),
        )
    for rule in inhibitions(manifest, cluster):
        for side, found in (("sourceMatch", rule.source), ("targetMatch", rule.target)):
            name = contradiction(found)
            if name:
                told = f"no alert satisfies the matchers on `{name}`"
                yield Problem(told, (*rule.path, side), fix=f"ask for one value of `{name}`")


def _above(route: Route) -> Iterator[Route]:
    while route.parent is not None:
        route = route.parent
        yield route
