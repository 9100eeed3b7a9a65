"""group evaluated so seldom that its series go stale

Why: A query sees a sample for five minutes; records and alerts of a slower group have gaps.
Source: https://prometheus.io/docs/prometheus/latest/querying/basics/#staleness
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          interval: 10m
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          interval: 1m
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.facts.promql_duration import seconds
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("interval",)
_LOOKBACK = 300


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, group in entries(manifest.body, "spec", "groups"):
        interval = seconds(group.get("interval"))
        if interval is not None and interval > _LOOKBACK:
            yield Problem(
                f"the group is evaluated every {group['interval']}, its series are seen for 5m only",
                ("spec", "groups", n, "interval"),
                fix="evaluate it every 5m or more often",
            )
