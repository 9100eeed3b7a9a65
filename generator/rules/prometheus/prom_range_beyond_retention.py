"""range longer than Prometheus keeps its samples

Why: What is older than the retention is gone: the result covers less time than is written, and says so nowhere.
Source: https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:errors:rate60d", expr: "sum by (job) (rate(errors_total[60d]))"}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: main, namespace: shop}
    spec: {retention: 30d}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:errors:rate7d", expr: "sum by (job) (rate(errors_total[7d]))"}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: Prometheus
    metadata: {name: main, namespace: shop}
    spec: {retention: 30d}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster, get
from generator.facts.prometheus_rules import rules_of
from generator.facts.promql_duration import seconds, written
from generator.facts.selecting import PROMETHEUS
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    kept = [seconds(get(owner.body, "spec", "retention")) for owner in cluster.all(PROMETHEUS)]
    longest = max((value for value in kept if value), default=None)
    if longest is None:
        return
    for rule in rules_of(manifest, cluster):
        for node in rule.parts.nodes:
            reach = (node.range or 0) + node.offset if isinstance(node, tree.Selector | tree.Subquery) else 0
            if reach > longest:
                yield Problem(
                    f"the query looks back {written(reach)}, samples are kept for {written(longest)}",
                    rule.expr_path,
                    fix="look over less, or keep samples longer",
                )
