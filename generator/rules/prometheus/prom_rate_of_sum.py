"""rate of a sum of counters

Why: When one of the summed processes restarts, the sum falls, and rate() takes that for a restart of all: the
result jumps. Sum the rates instead.
Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#rate
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "rate(sum(errors_total)[5m:]) > 1", for: 5m}
Bad (recorded):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:errors_total:sum", expr: sum by (job) (errors_total)}
            - {alert: Errors, expr: "rate(job:errors_total:sum[5m]) > 1", for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "sum(rate(errors_total[5m])) > 1", for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import followed, rules_of
from generator.facts.promql_names import is_counter
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
_COUNTING = frozenset(("rate", "irate", "increase"))
_ADDING = ("sum", "avg", "count")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    behind = followed(cluster)
    for rule in rules_of(manifest, cluster):
        for node in () if rule.parts.words.isdisjoint(_COUNTING) else rule.parts.calls:
            if node.name not in _COUNTING:
                continue
            argument = node.arguments[0]
            body: tree.Expression | None = argument.body if isinstance(argument, tree.Subquery) else None
            if isinstance(argument, tree.Selector):
                body = behind(argument.name)
            if isinstance(body, tree.Aggregation) and body.name in _ADDING and _counter(body.body):
                yield Problem(
                    f"{node.name}() of a {body.name} jumps whenever one of the counters restarts",
                    rule.expr_path,
                    fix=f"take the {node.name}() of each counter first, then the {body.name}",
                )


def _counter(node: tree.Expression) -> bool:
    return isinstance(node, tree.Selector) and is_counter(node.name)
