"""series recorded twice

Why: Two rules that write the same series make Prometheus drop samples as duplicates or mix two results into one
graph.
Source: https://prometheus.io/docs/prometheus/latest/configuration/recording_rules/; promtool check rules, lint
duplicate-rules.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:sum", expr: sum by (job) (up)}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: api, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:sum", expr: count by (job) (up)}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:sum", expr: sum by (job) (up), labels: {zone: a}}
            - {record: "job:up:sum", expr: sum by (job) (up), labels: {zone: b}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import records, series_labels, twins
from generator.rules.problem import Place, Problem

SEVERITY = "error"
FLEET = True
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("record",)


def check(cluster: Cluster) -> Iterator[Problem]:
    for rules in records(cluster).values():
        for rule, twin in twins(cluster, rules, series_labels):
            yield Problem(
                f"the series `{rule.record}` is recorded elsewhere too",
                (*rule.path, "record"),
                fix="keep one of the rules, or give each a label that tells them apart",
                manifest=rule.manifest,
                related=(Place("the other rule", twin.manifest, (*twin.path, "record")),),
            )
