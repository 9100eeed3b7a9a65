"""function behind a feature flag

Why: Prometheus refuses the whole file unless it runs with the flag `promql-experimental-functions`.
Source: https://prometheus.io/docs/prometheus/latest/feature_flags/#experimental-promql-functions
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:some", expr: "limitk(5, up)"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:up:most", expr: "topk(5, up)"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.facts.selecting import feature_enabled
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
_SINCE_KNOWN = ("first_over_time", "ts_of_first_over_time")
_OLD, _NEW = "holt_winters", "double_exponential_smoothing"
"""One function; it came behind the flag when Prometheus 3 renamed it."""

_FLAG = "promql-experimental-functions"
_AGGREGATIONS = frozenset(("limitk", "limit_ratio"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if feature_enabled(cluster, _FLAG):
        return
    renamed = cluster.version("prometheus") < (3, 0)
    for rule in rules_of(manifest, cluster):
        names = [call.name for call in rule.parts.calls if call.experimental or call.name in _SINCE_KNOWN]
        if renamed and _OLD in rule.expr:
            names = [name for name in names if name != _NEW]
        if not rule.parts.words.isdisjoint(_AGGREGATIONS):
            names += [found.name for found in rule.parts.aggregations if found.name in _AGGREGATIONS]
        for name in dict.fromkeys(names):
            yield Problem(
                f"{name}() needs the feature flag {_FLAG} (assumed is Prometheus {cluster.assumed('prometheus')})",
                rule.expr_path,
                fix="enable the flag in Prometheus.spec.enableFeatures, or do without the function",
            )
