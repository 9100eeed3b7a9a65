"""range that holds too few samples for a rate

Why: rate() needs two samples inside its range; below two scrape intervals it gives nothing, below four one lost
scrape leaves a gap.
Source: https://prometheus.io/docs/prometheus/latest/querying/functions/#rate
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "rate(errors_total[30s]) > 1", for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Errors, expr: "rate(errors_total[5m]) > 1", for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.facts.promql_duration import written
from generator.facts.scraping import interval_known, shortest_interval
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
_SLOPES = frozenset(("rate", "irate", "increase", "delta", "idelta", "deriv"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    interval = shortest_interval(cluster, manifest.id.namespace)
    known = interval_known(cluster, manifest.id.namespace)
    assumed = "" if known else " (assumed, the operator's default)"
    for rule in rules_of(manifest, cluster):
        for node in () if rule.parts.words.isdisjoint(_SLOPES) else rule.parts.calls:
            if node.name not in _SLOPES:
                continue
            argument = node.arguments[0]
            span = argument.range if isinstance(argument, tree.Selector) else None
            if span is None or span >= 4 * interval or ":" in getattr(argument, "name", ""):
                continue
            severities = ("", "warning") if known else ("warning", "info")
            yield Problem(
                f"{node.name}() looks over {written(span)}, and a scrape comes every {written(interval)}{assumed}",
                rule.expr_path,
                fix=f"look over {written(4 * interval)} or more",
                severity=severities[0] if span < 2 * interval else severities[1],
            )
