"""old way to say that a matcher is a pattern

Why: `regex` is kept for old objects and ignored when `matchType` is there.
Source: https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1alpha1.Matcher
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route:
        receiver: team
        routes:
          - {receiver: team, matchers: [{name: team, value: "web.*", regex: true}]}
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
          - {receiver: team, matchers: [{name: team, value: "web.*", matchType: "=~"}]}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.matcher_fields import matcher_rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.ALERTMANAGER_CONFIG,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in matcher_rows(manifest, cluster):
        if isinstance(row, dict) and "regex" in row:
            sign = "=~" if row["regex"] is True else "="
            yield Problem("`regex` is deprecated", (*path, "regex"), fix=f'use matchType: "{sign}"', at_key=True)
