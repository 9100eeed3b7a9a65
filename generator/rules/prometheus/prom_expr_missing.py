"""rule without an expression

Why: Prometheus refuses the whole file of rules, and the operator drops the object.
Source: prometheus model/rulefmt/rulefmt.go, Rule.Validate.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: ""}
Good (a number):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "limits:web:max", expr: 1}
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


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        if rule.name and not rule.expr.strip():
            place = rule.expr_path if "expr" in rule.body else rule.path
            yield Problem(f"`{rule.name}` has no expression", place, fix="write the query into `expr`")
