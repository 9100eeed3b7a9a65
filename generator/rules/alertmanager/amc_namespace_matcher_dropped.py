"""matcher on the namespace that the operator replaces

Why: At the top route and in inhibit rules the operator puts its own matcher on `namespace`; what is written there
has no effect.
Source: prometheus-operator pkg/alertmanager/amcfg.go, convertRoute.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        matchers: [{name: namespace, value: "other", matchType: "="}]
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
        matchers: [{name: team, value: "other", matchType: "="}]
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import namespaced, strategy
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
OBJECTS = True
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("matchers", "sourceMatch", "targetMatch")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not namespaced(manifest, cluster):
        return
    lists: list[Path] = [("spec", "route", "matchers")]
    for n, _ in entries(manifest.body, "spec", "inhibitRules"):
        lists += [("spec", "inhibitRules", n, side) for side in ("sourceMatch", "targetMatch")]
    assumed = "" if strategy(cluster)[1] else " (OnNamespace is assumed, the operator's default)"
    for path in lists:
        for n, row in entries(manifest.body, *path):
            if text(row, "name") == "namespace":
                yield Problem(
                    f'the operator puts namespace="{manifest.id.namespace}" here, this matcher is dropped{assumed}',
                    (*path, n),
                    fix="move the object to the namespace of its alerts, or remove the matcher",
                )
