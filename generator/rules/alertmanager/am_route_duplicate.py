"""two routes beside each other with the same matchers

Why: The second takes nothing, or with `continue` sends each alert twice.
Source: https://prometheus.io/docs/alerting/latest/configuration/#route
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, continue: true, matchers: [{name: severity, value: "critical", matchType: "="}]}
          - {receiver: team, matchers: [{name: severity, value: "critical", matchType: "="}]}
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
          - {receiver: team, matchers: [{name: severity, value: "critical", matchType: "="}]}
          - {receiver: team, matchers: [{name: severity, value: "warning", matchType: "="}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good (two receivers):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, continue: true, matchers: [{name: severity, value: "critical", matchType: "="}]}
          - {receiver: pager, matchers: [{name: severity, value: "critical", matchType: "="}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
        - name: pager
          pagerdutyConfigs: [{routingKey: {name: pager, key: routing-key}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import every_route
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("routes",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for parent in every_route(manifest, cluster):
        seen: dict[tuple[object, ...], int] = {}
        for n, route in enumerate(parent.routes):
            key = (route.receiver, *sorted(str(matcher) for matcher in route.matchers))
            first = parent.routes[seen.setdefault(key, n)]
            # Without `continue` the later one is unreachable, which is told as such.
            if first is not route and first.goes_on:
                yield Problem(
                    f"each alert is sent to `{route.receiver}` twice: an earlier route has the same matchers",
                    route.path,
                    fix="remove one of the routes",
                    related=(Place("the earlier route", manifest, first.path),),
                )
