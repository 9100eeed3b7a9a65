"""number in an alert that nobody can read

Why: A rate, a ratio or bytes come with a dozen digits: `0.10416666666666667`.
Source: https://prometheus.io/docs/prometheus/latest/configuration/template_reference/#numbers (humanize,
humanizePercentage, humanizeDuration)
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "errors_ratio > 0.1", annotations: {summary: "error ratio {{ $value }}"}}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Errors
              expr: errors_ratio > 0.1
              annotations: {summary: "error ratio {{ $value | humanizePercentage }}"}
Good (a count):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Pods, expr: "pods_waiting > 3", annotations: {summary: "{{ $value }} pods wait"}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of
from generator.facts.rule_templates import templates_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)

_RAW = re.compile(r"\{\{-?\s*(?:\$value|\.Value)\s*-?\}\}")
_UNIT = re.compile(r"_(seconds|bytes|ratio|percent)(?:_total|_sum|_max|_avg)?(?:\Z|:)|:ratio")
_PIPES = {"seconds": "humanizeDuration", "bytes": "humanize1024", "ratio": "humanizePercentage"}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        expression = rule.expression
        for path, text in templates_of(rule, "annotations") if expression is not None else ():
            if expression is not None and _RAW.search(text) and (pipe := _pipe(expression)):
                yield Problem(f"`{rule.alert}` shows a bare number", path, fix=f"write {{{{ $value | {pipe} }}}}")


def _pipe(expression: tree.Expression) -> str:
    """The function that makes the value readable, "" where it may be a plain count."""
    for name in sorted(tree.metrics(expression)):
        unit = _UNIT.search(name)
        if unit:
            return _PIPES.get(unit[1] or "ratio", "humanize")
    divided = any(isinstance(node, tree.Binary) and node.operator == "/" for node in tree.walk(expression))
    rated = any(isinstance(node, tree.Call) and node.name in ("rate", "irate") for node in tree.walk(expression))
    return "humanize" if divided or rated else ""
