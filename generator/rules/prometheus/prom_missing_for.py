"""alert on a single sample

Why: Without `for` one bad evaluation notifies people; a short wait, or an expression that looks over minutes, keeps
passing trouble quiet.
Source: https://prometheus.io/docs/practices/alerting/
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, for: 2m}
Good (looks over minutes):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Restarts, expr: "increase(restarts_total[15m]) > 3"}
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of, waits
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)
_ENOUGH = 300
_CALM = ("ALERTS", "ALERTS_FOR_STATE")
_STEADY = re.compile(r"_(?:ttl_seconds|timestamp_seconds|start_time|expir[a-z]+)(?:_|\Z)|_expiry\Z")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        expression = rule.expression
        if expression is None or waits(rule) or rule.constant or _smooth(expression):
            continue
        yield Problem(
            f"`{rule.alert}` fires at the first bad sample",
            (*rule.path, "alert"),
            fix="add `for`, for instance `for: 5m`",
            severity="warning" if rule.labels.get("severity") == "critical" else "",
        )


def _smooth(node: tree.Expression) -> bool:
    """Whether one bad sample is no worry.

    The expression looks over five minutes or more, reads recorded series or other alerts only, waits for absence, or
    is about a point in time, which does not jump.
    """
    for found in tree.walk(node):
        if isinstance(found, tree.Selector | tree.Subquery) and (found.range or 0) >= _ENOUGH:
            return True
        if isinstance(found, tree.Call) and found.name in ("absent", "absent_over_time"):
            return True
    names = tree.metrics(node)
    return bool(names) and all(":" in name or name in _CALM for name in names) or any(map(_STEADY.search, names))
