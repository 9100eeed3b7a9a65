"""recorded series that nothing here reads

Why: Each recording rule costs an evaluation and storage at every interval; one that no rule, autoscaler or
dashboard reads may be left over.
Source: https://prometheus.io/docs/practices/rules/
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:sum", expr: sum by (job) (up)}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:sum", expr: sum by (job) (up)}
            - {alert: Down, expr: "job:up:sum == 0", for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import all_rules, rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("record",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        name = rule.record
        if name and name not in _read(cluster) and not any(name in text for text in _texts(cluster)):
            yield Problem(
                f"nothing here reads `{name}`", (*rule.path, "record"), fix="remove the rule if nobody needs it"
            )


@lru_cache(maxsize=8)
def _read(cluster: Cluster) -> frozenset[str]:
    """Every metric that a rule reads."""
    found: set[str] = set()
    for rule in all_rules(cluster):
        found |= rule.parts.metrics
    return frozenset(found)


@lru_cache(maxsize=8)
def _texts(cluster: Cluster) -> tuple[str, ...]:
    """Objects that hold queries of other kinds: autoscalers and dashboards."""
    return tuple(manifest.text for manifest in cluster.all(kinds.SCALED_OBJECT, kinds.SCALED_JOB, kinds.CONFIG_MAP))
