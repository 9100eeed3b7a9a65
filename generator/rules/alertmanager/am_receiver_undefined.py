"""route to a receiver that is not there

Why: The operator refuses an AlertmanagerConfig whose routes name a receiver it does not define itself; receivers of
others are out of reach.
Source: prometheus-operator pkg/alertmanager/validation/v1alpha1/validation.go, validateAlertManagerRoutes.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: taem}
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
from generator.facts.alertmanager_tree import every_route, receiver_names
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known = receiver_names(manifest)
    for route in every_route(manifest, cluster):
        name = text(route.body, "receiver")
        if name and name not in known:
            yield Problem(
                f"there is no receiver `{name}`{did_you_mean(name, known)}",
                (*route.path, "receiver"),
                fix="define it under receivers, or name one that is there",
            )
