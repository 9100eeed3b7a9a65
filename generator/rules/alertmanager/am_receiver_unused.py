"""receiver that no route names

Why: Nothing is ever sent to it: a route was forgotten, or the receiver was.
Source: https://prometheus.io/docs/alerting/latest/configuration/#route
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
        - name: old
          webhookConfigs: [{url: "https://old.example.com"}]
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
from generator.facts.alertmanager_tree import every_route, receiver_names
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.suggest import near
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    routes = list(every_route(manifest, cluster))
    used = {text(route.body, "receiver") for route in routes}
    known = receiver_names(manifest)
    # A route to a name that is not there is told of itself; the receiver it means is not unused.
    used |= {near(name, known) for name in used if name not in known}
    for n, name in enumerate(known if routes else ()):
        if name and name not in used:
            yield Problem(
                f"no route names the receiver `{name}`",
                ("spec", "receivers", n, "name"),
                fix="route to it, or remove it",
            )
