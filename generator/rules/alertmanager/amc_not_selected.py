"""AlertmanagerConfig that no Alertmanager takes up

Why: Alertmanager takes the objects whose labels alertmanagerConfigSelector matches, in the namespaces it matches;
without a selector it takes none.
Source: the API reference of prometheus-operator, Alertmanager.spec.alertmanagerConfigSelector.
Settings:
    monitoring: {alertmanager: {labels: {release: kps}}}
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop, labels: {release: kps}}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.selecting import ROUTES, Verdict, verdicts
from generator.rules.problem import Place, Problem

SEVERITY = "error"
OBJECTS = True
FLEET = True
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(cluster: Cluster) -> Iterator[Problem]:
    for verdict in verdicts(cluster, ROUTES):
        yield Problem(
            verdict.message,
            verdict.path,
            fix=verdict.fix,
            severity=verdict.severity,
            manifest=verdict.manifest,
            related=_selector(verdict),
        )


def _selector(verdict: Verdict) -> tuple[Place, ...]:
    if verdict.selector is None:
        return ()
    return (Place("selects others", verdict.selector, ("spec", verdict.field)),)
