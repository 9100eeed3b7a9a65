"""rule that looks into the future

Why: A rule is evaluated now: samples after that are not there yet, so a negative offset or @ end() gives gaps or
stale values.
Source: https://prometheus.io/docs/prometheus/latest/querying/basics/#offset-modifier
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:ahead", expr: sum by (job) (up offset -5m)}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:before", expr: sum by (job) (up offset 5m)}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        if "offset" not in rule.expr and "@" not in rule.expr:
            continue
        for node in rule.parts.nodes:
            if not isinstance(node, tree.Selector | tree.Subquery):
                continue
            if node.offset < 0:
                yield Problem("a negative offset asks for samples of the future", rule.expr_path, fix="turn its sign")
            elif node.at:
                what = "one fixed time" if node.at == "time" else f"@ {node.at}()"
                yield Problem(
                    f"{what} makes no sense in a rule, which is evaluated at one moment",
                    rule.expr_path,
                    fix="leave `@` out",
                )
