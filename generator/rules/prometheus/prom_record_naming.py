"""recorded series whose name does not tell level, metric and operations

Why: By convention a record is `level:metric:operations`; readers take the labels it keeps and the range it looks
over from the name.
Source: https://prometheus.io/docs/practices/rules/
Bad (no level):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: cpu_usage, expr: "sum by (job) (rate(cpu_seconds_total[5m]))"}
Bad (another range):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:cpu_seconds:rate1h", expr: "sum by (job) (rate(cpu_seconds_total[5m]))"}
Bad (another level):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "instance:cpu_seconds:rate5m", expr: "sum by (job) (rate(cpu_seconds_total[5m]))"}
Bad (another aggregation):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:avg", expr: sum by (job) (up)}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:cpu_seconds:rate5m", expr: "sum by (job) (rate(cpu_seconds_total[5m]))"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.known_alerts import recorded_upstream
from generator.facts.prometheus_rules import Rule, rules_of
from generator.facts.promql_duration import seconds
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("record",)
_CLASSIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*\Z")
_RANGE = re.compile(r"(?:rate|increase|irate|delta)([0-9]+(?:ms|[smhdwy]))\Z")
_OPERATIONS = frozenset(("sum", "avg", "min", "max", "count"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        # Series of kube-prometheus have the names its dashboards ask for.
        own = _CLASSIC.match(rule.record) is not None and not rule.alert and not recorded_upstream(rule.record)
        told = _told(rule) if own else ""
        if told:
            yield Problem(
                f"`{rule.record}` {told}",
                (*rule.path, "record"),
                fix="name it level:metric:operations, as it is computed",
            )


def _told(rule: Rule) -> str:
    parts = rule.record.split(":")
    if len(parts) < 3:
        return "is not named level:metric:operations"
    expression = rule.expression
    if expression is None:
        return ""
    return _range(parts[-1], expression) or _outermost(parts, expression)


def _range(operations: str, expression: tree.Expression) -> str:
    named = _RANGE.search(operations)
    spans = {node.range for node in tree.walk(expression) if isinstance(node, tree.Selector | tree.Subquery)}
    looked = {span for span in spans if span is not None}
    if named is None or not looked or seconds(named[1]) in looked:
        return ""
    return f"says {named[1]}, but the expression looks over {', '.join(f'{span:g}s' for span in sorted(looked))}"


def _outermost(parts: list[str], expression: tree.Expression) -> str:
    if not isinstance(expression, tree.Aggregation):
        return ""
    if parts[-1] in _OPERATIONS and expression.name in _OPERATIONS and parts[-1] != expression.name:
        return f"says {parts[-1]}, but the expression takes the {expression.name}"
    kept = expression.labels if expression.grouping == "by" else ()
    if kept and not any(label in parts[0] for label in kept):
        return f"says it is of level `{parts[0]}`, but the expression keeps {', '.join(kept)}"
    return ""
