"""receiver that sends nothing

Why: Alerts that reach a receiver without integrations are dropped without a word; where that is meant, a name such
as `null` says so.
Source: https://prometheus.io/docs/alerting/latest/configuration/#receiver
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers: [{name: team}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: "null"}
      receivers: [{name: "null"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import every_route
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.receivers import SILENT, integrations
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    routes = list(every_route(manifest, cluster))
    used = {text(route.body, "receiver") for route in routes}
    speaking = {integration.receiver for integration in integrations(manifest)}
    for n, receiver in entries(manifest.body, "spec", "receivers"):
        name = text(receiver, "name")
        # One that no route names is told as unused.
        told = name and (name in used or not routes)
        if told and name not in speaking and name.lower() not in SILENT:
            yield Problem(
                f"the receiver `{name}` has no integration, its alerts are dropped",
                ("spec", "receivers", n),
                fix='add an integration, or call it "null" when that is meant',
            )
