"""alert that reads a series before it is recorded

Why: Rules of a group run one after the other, groups at their own pace: the alert sees what was recorded an interval
ago, or longer.
Source: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/#rule_group
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "web:errors:ratio > 0.1"}
            - {record: "web:errors:ratio", expr: "sum(rate(errors_total[5m]))"}
Bad (a slower group):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: slow
          interval: 5m
          rules: [{record: "web:errors:ratio", expr: "sum(rate(errors_total[5m]))"}]
        - name: fast
          interval: 30s
          rules: [{alert: Errors, expr: "web:errors:ratio > 0.1"}]
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "web:errors:ratio", expr: "sum(rate(errors_total[5m]))"}
            - {alert: Errors, expr: "web:errors:ratio > 0.1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import Rule, records, rules_of
from generator.facts.promql_duration import seconds
from generator.facts.scraping import evaluation_interval
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known = records(cluster)
    for rule in rules_of(manifest, cluster):
        for name in sorted(tree.metrics(rule.expression)) if rule.expression is not None else ():
            made = known.get(name, ())
            late = _late(cluster, rule, made[0]) if len(made) == 1 else ""
            if late:
                yield Problem(
                    f"`{name}` {late}",
                    rule.expr_path,
                    fix="record it before, in the same group",
                    related=(Place("recorded here", made[0].manifest, made[0].path),),
                )


def _late(cluster: Cluster, rule: Rule, made: Rule) -> str:
    """Why a recorded series is older than it need be, "" when it is not."""
    if made.manifest is rule.manifest and made.group_position == rule.group_position:
        return "is recorded after it is read, so it is one interval old" if made.position > rule.position else ""
    slow, fast = _interval(cluster, made), _interval(cluster, rule)
    return f"is recorded every {slow:g}s, and read every {fast:g}s" if slow > fast else ""


def _interval(cluster: Cluster, rule: Rule) -> float:
    return seconds(rule.group.get("interval")) or evaluation_interval(cluster)
