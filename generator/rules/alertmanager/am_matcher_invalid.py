"""matcher that Alertmanager refuses

Why: A matcher needs the name of a label, one of the signs =, !=, =~ and !~, and for patterns an RE2 expression; the
whole configuration is refused otherwise.
Source: alertmanager pkg/labels/matcher.go and prometheus-operator pkg/alertmanager/validation.
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: team, value: "(", matchType: "=~"}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
Bad (sign):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: team, value: "web", matchType: "=="}]}
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
          - {receiver: team, matchers: [{name: team, value: "web|api", matchType: "=~"}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.matcher_fields import matcher_rows, problem
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("matchers", "sourceMatch", "targetMatch")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in matcher_rows(manifest, cluster):
        found = problem(row, cluster.version("alertmanager"))
        if found is not None:
            key, message, fix = found
            yield Problem(message, (*path, key) if key else path, fix=fix)
