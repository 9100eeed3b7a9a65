"""recording rule with fields of an alert

Why: Prometheus refuses `for`, `keep_firing_for` and `annotations` beside `record`, and with it the whole file.
Source: prometheus model/rulefmt/rulefmt.go, Rule.Validate.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:sum", expr: sum by (job) (up), for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:sum", expr: sum by (job) (up), labels: {team: web}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("record",)
_FIELDS = ("for", "keep_firing_for", "annotations")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        if rule.alert or not rule.record:
            continue
        for field in _FIELDS:
            if rule.body.get(field):
                yield Problem(
                    f"the recording rule `{rule.record}` has `{field}`, which only alerts have",
                    (*rule.path, field),
                    fix=f"remove `{field}`",
                    safe=True,
                    at_key=True,
                )
