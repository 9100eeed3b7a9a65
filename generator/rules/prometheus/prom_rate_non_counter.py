"""rate of something that does not count

Why: rate() takes every fall for a restart and adds it up; over a gauge the result means nothing. For gauges there
are delta() and deriv().
Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#rate
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Grows, expr: "rate(container_memory_working_set_bytes[5m]) > 0", for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Grows, expr: "deriv(container_memory_working_set_bytes[5m]) > 0", for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import all_rules, rules_of
from generator.facts.promql_names import is_counter, is_gauge
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
_COUNTING = frozenset(("rate", "irate", "increase", "resets"))
_GAUGING = frozenset(("delta", "idelta", "deriv", "predict_linear"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        for node in () if rule.parts.words.isdisjoint(_COUNTING) else rule.parts.calls:
            if node.name not in _COUNTING:
                continue
            argument = node.arguments[0]
            name = argument.name if isinstance(argument, tree.Selector) else ""
            if name and (is_gauge(name) or name in _gauges(cluster)):
                yield Problem(
                    f"`{name}` is a gauge, and {node.name}() is for counters",
                    rule.expr_path,
                    fix="use delta() for the change over a time or deriv() for the slope",
                )


@lru_cache(maxsize=8)
def _gauges(cluster: Cluster) -> frozenset[str]:
    """Metrics that other rules use as gauges."""
    found: set[str] = set()
    for rule in all_rules(cluster):
        for node in () if rule.parts.words.isdisjoint(_GAUGING) else rule.parts.calls:
            if node.name in _GAUGING and isinstance(node.arguments[0], tree.Selector):
                found.add(node.arguments[0].name)
    return frozenset(name for name in found if name and not is_counter(name))
