"""credential given in two ways

Why: Of the forms of one credential or target only one is allowed; with two the configuration is refused, or one is
silently ignored.
Source: alertmanager config/notifiers.go.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs:
            - url: "https://hooks.example.com"
              urlSecret: {name: hook, key: url}
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
from generator.facts.alertmanager_tree import spelt
from generator.facts.cluster import Cluster
from generator.facts.receivers import doubled, integrations
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for integration in integrations(manifest):
        for fields in doubled(integration):
            told = " and ".join(f"`{spelt(manifest, field)}`" for field in fields)
            yield Problem(
                f"{integration.noun} of receiver `{integration.receiver}` has {told}",
                (*integration.path, fields[-1]),
                fix="keep one of them",
                at_key=True,
            )
