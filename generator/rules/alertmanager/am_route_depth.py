"""routes nested more than five deep

Why: Nobody can say any more who is told of what.
Source: https://prometheus.io/docs/alerting/latest/configuration/#route
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes: [{routes: [{routes: [{routes: [{routes: [{routes: [{receiver: team}]}]}]}]}]}]
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import every_route
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("routes",)
_MOST = 5


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for route in every_route(manifest, cluster):
        if route.depth == _MOST + 1:
            yield Problem(f"the route is nested more than {_MOST} deep", route.path, fix="flatten the routes")
