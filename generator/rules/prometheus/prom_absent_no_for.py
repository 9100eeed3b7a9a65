"""absent() in an alert that does not wait

Why: A single failed scrape or a restart of Prometheus makes series absent; without `for` of two scrapes or more
that already pages.
Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#absent
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Gone, expr: 'absent(up{job="web"})'}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Gone, expr: 'absent(up{job="web"})', for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of, waits
from generator.facts.promql_duration import written
from generator.facts.scraping import shortest_interval
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)
_ABSENT = frozenset(("absent", "absent_over_time"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        expression = None if rule.parts.words.isdisjoint(_ABSENT) else rule.expression
        found = [span for node in _roots(expression) if (span := _absent(node)) is not None] if expression else []
        if not found:
            continue
        least = 2 * shortest_interval(cluster, manifest.id.namespace)
        if waits(rule) + min(found) < least:
            yield Problem(
                f"`{rule.alert}` fires at the first scrape that fails",
                (*rule.path, "for") if "for" in rule.body else (*rule.path, "alert"),
                fix=f"wait for two scrapes or more: `for: {written(least)}`",
            )


def _absent(node: tree.Expression) -> float | None:
    """Over how many seconds an expression asks for absence; None when it does not."""
    if not isinstance(node, tree.Call) or node.name not in _ABSENT:
        return None
    argument = node.arguments[0]
    return (argument.range or 0.0) if isinstance(argument, tree.Selector | tree.Subquery) else 0.0


def _roots(node: tree.Expression) -> Iterator[tree.Expression]:
    """What an alert fires for: both sides of `or`, and what a comparison or `and` lets through."""
    if isinstance(node, tree.Binary) and node.operator == "or":
        yield from _roots(node.left)
        yield from _roots(node.right)
    elif isinstance(node, tree.Binary) and node.operator in (*tree.COMPARISONS, "and"):
        yield from _roots(node.right if tree.kind(node.left) == "scalar" else node.left)
    elif isinstance(node, tree.Aggregation):
        yield from _roots(node.body)
    else:
        yield node
