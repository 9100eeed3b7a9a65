"""expression that reads a series nobody records

Why: A name with colons is a recorded series; when no rule records it, the expression returns nothing and the alert
is silent for ever.
Source: https://prometheus.io/docs/practices/rules/
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Slow, expr: "job:latency:p99 > 1", for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:latency:p99", expr: max by (job) (latency)}
            - {alert: Slow, expr: "job:latency:p99 > 1", for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.known_alerts import recorded_upstream
from generator.facts.prometheus_rules import records, rules_of
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known = records(cluster)
    for rule in rules_of(manifest, cluster):
        for name in sorted(rule.parts.metrics) if ":" in rule.expr else ():
            if ":" not in name or name in known or recorded_upstream(name):
                continue
            if not cluster.external("Series", manifest.id.namespace, name):
                yield Problem(
                    f"no rule records `{name}`{did_you_mean(name, known)}",
                    rule.expr_path,
                    fix=f"record it, or say that it comes from elsewhere with `Series/*/{name}` under externals",
                )
