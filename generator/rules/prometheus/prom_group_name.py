"""group of rules without a name of its own

Why: The operator refuses a PrometheusRule with a nameless group or with two groups of one name, and loads none of
its rules.
Source: prometheus model/rulefmt/rulefmt.go, RuleGroups.Validate.
Bad (nameless):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: " "
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
Bad (no schema: twice):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
        - name: web
          rules: []
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
        - name: api
          rules: []
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import doubled, entries, text
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.PROMETHEUS_RULE,)
_GROUPS = ("spec", "groups")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    groups = list(entries(manifest.body, *_GROUPS))
    for n, group in groups:
        if not text(group, "name").strip():
            yield Problem("the group has no name", (*_GROUPS, n, "name"), fix="name the group")
    for n, first, name in doubled((n, text(group, "name")) for n, group in groups):
        yield Problem(
            f"two groups are named `{name}`",
            (*_GROUPS, n, "name"),
            fix="give each group a name of its own, or put the rules into one",
            related=(Place("the first one", manifest, (*_GROUPS, first, "name")),),
        )
