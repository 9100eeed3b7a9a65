"""rule whose result is a range or a string

Why: A rule has to give an instant vector or a number; a range vector or a string fails at each evaluation.
Source: prometheus rules/manager.go, EngineQueryFunc.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "errors_total[5m]"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "rate(errors_total[5m]) > 0"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.facts.promql_tree import kind
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
_TOLD = {"matrix": "a range of samples for each series", "string": "a string"}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        found = kind(rule.expression) if rule.expression is not None else ""
        if found in _TOLD:
            yield Problem(
                f"the expression of `{rule.name}` gives {_TOLD[found]}, not one sample",
                rule.expr_path,
                fix="wrap it in a function such as rate() or max_over_time()",
            )
