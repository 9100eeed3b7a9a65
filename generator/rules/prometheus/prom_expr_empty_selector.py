"""selector that would match every series

Why: A selector needs a metric name or a matcher that the empty string does not satisfy; Prometheus refuses the file
otherwise.
Source: https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Any
              expr: count({job=~".*"}) > 1
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Any
              expr: count({job=~".+"}) > 1
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds, promql
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        fault = rule.reading.fault if rule.expr.strip() else None
        if fault is not None and promql.EMPTY_SELECTOR in fault.message:
            yield Problem(
                f"a selector of `{rule.name}` matches every series there is",
                rule.expr_path,
                fix='name the metric, or ask for a label that is set (`=~".+"`)',
            )
