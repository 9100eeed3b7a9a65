"""`continue` with no route behind it

Why: It says to go on to the next route beside this one, and there is none.
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
          - {receiver: team, continue: true, matchers: [{name: severity, value: "critical", matchType: "="}]}
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
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("continue",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for parent in every_route(manifest, cluster):
        last = parent.routes[-1] if parent.routes else None
        if last is not None and last.body.get("continue") is True:
            yield Problem("no route follows", (*last.path, "continue"), fix="remove it", safe=True, at_key=True)
