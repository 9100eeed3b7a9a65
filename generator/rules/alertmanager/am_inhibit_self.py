"""alerts that mute each other

Why: When source and target are the same alerts, or two rules mute each other's sources, which alert is told depends
on which came first, or none is.
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
        - equal: [job]
          sourceMatch: [{name: severity, value: ".+", matchType: "=~"}]
          targetMatch: [{name: severity, value: ".+", matchType: "=~"}]
Bad (a circle):
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
        - equal: [job]
          sourceMatch: [{name: severity, value: "warning", matchType: "="}]
          targetMatch: [{name: severity, value: "critical", matchType: "="}]
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
from generator.facts.alertmanager_tree import Inhibition, inhibitions
from generator.facts.cluster import Cluster
from generator.facts.label_match import contradiction, implies
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.ALERTMANAGER_CONFIG,)
NEEDS = ("inhibitRules",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    every = (rule for rule in inhibitions(manifest, cluster) if rule.source and rule.target)
    # A side that takes nothing is told as such.
    rules = [rule for rule in every if not contradiction(rule.source) and not contradiction(rule.target)]
    for n, rule in enumerate(rules):
        if implies(rule.source, rule.target) and implies(rule.target, rule.source):
            yield Problem(
                "the alerts that mute are those that are muted",
                rule.path,
                fix="let a graver severity mute a lesser one",
            )
            continue
        other = next((earlier for earlier in rules[:n] if _circle(rule, earlier)), None)
        if other is not None:
            yield Problem(
                "this rule and another mute each other's alerts",
                rule.path,
                fix="keep one direction",
                related=(Place("the other rule", manifest, other.path),),
            )


def _circle(rule: Inhibition, other: Inhibition) -> bool:
    return implies(rule.target, other.source) and implies(other.target, rule.source)
