"""inhibit rule without one of its sides, or without anything in common

Why: Without matchers a side takes every alert: one alert would mute all. Without `equal` an alert of one service
mutes those of every other.
Source: https://prometheus.io/docs/alerting/latest/configuration/#inhibition-related-settings
Bad:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
      inhibitRules:
        - {equal: [job], sourceMatch: [], targetMatch: [{name: severity, value: "warning", matchType: "="}]}
Bad (nothing equal):
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
      inhibitRules:
        - sourceMatch: [{name: severity, value: "critical", matchType: "="}]
          targetMatch: [{name: severity, value: "warning", matchType: "="}]
Good:
    apiVersion: monitoring.coreos.com/v1alpha1
    kind: AlertmanagerConfig
    metadata: {name: shop, namespace: shop}
    spec:
      route: {receiver: team}
      receivers:
        - name: team
          webhookConfigs: [{url: "https://hooks.example.com"}]
      inhibitRules:
        - equal: [job]
          sourceMatch: [{name: severity, value: "critical", matchType: "="}]
          targetMatch: [{name: severity, value: "warning", matchType: "="}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.alertmanager_tree import inhibitions, namespaced, spelt
from generator.facts.cluster import Cluster, get, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("inhibitRules",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in inhibitions(manifest, cluster):
        row = get(manifest.body, *rule.path)
        empty = [side for side in ("sourceMatch", "targetMatch") if not rows(row, side)]
        for side in empty:
            what = "mutes" if side == "sourceMatch" else "is muted"
            place = (*rule.path, side) if side in row else rule.path
            yield Problem(
                f"without matchers every alert {what}", place, fix=f"say which alerts: {spelt(manifest, side)}"
            )
        if not rule.equal and not empty:
            among = f" of namespace `{manifest.id.namespace}`" if namespaced(manifest, cluster) else ""
            yield Problem(
                f"one such alert mutes all others{among}, whatever they are about",
                rule.path,
                fix="name under equal what both have in common, such as service",
                severity="warning",
            )
