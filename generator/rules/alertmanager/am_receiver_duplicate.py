"""receiver without a name of its own

Why: The operator, and Alertmanager itself, refuse the configuration: a route could mean either.
Source: alertmanager config/config.go, Config.UnmarshalYAML.
Bad (no schema: twice):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
        - name: team
          webhookConfigs: [{url: "https://other.example.com"}]
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
from generator.facts.alertmanager_tree import receiver_names
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled, entries, text
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.ALERTMANAGER_CONFIG,)
_PATH = ("spec", "receivers")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, receiver in entries(manifest.body, *_PATH):
        if not text(receiver, "name"):
            yield Problem("the receiver has no name, so no route can mean it", (*_PATH, n), fix="name it")
    for n, first, name in doubled(iter(enumerate(receiver_names(manifest)))):
        yield Problem(
            f"two receivers are named `{name}`",
            (*_PATH, n, "name"),
            fix="put their integrations into one, or rename it",
            related=(Place("the first one", manifest, (*_PATH, first, "name")),),
        )
