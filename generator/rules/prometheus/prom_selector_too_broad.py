"""series of everybody in one alert

Why: In a Prometheus that several teams share a metric without any label picks up whoever exports it.
Source: https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors. Recorded series and
metrics whose name begins with a word of the rule group or file are taken for its own.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: "up == 0"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: 'up{job="web"} == 0'}
Good (its own metric):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Queue, expr: "web_queue_length > 10"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts import promql_tree as tree
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.prometheus_rules import alerts_of, records
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    recorded = records(cluster)
    for rule in alerts_of(manifest, cluster):
        own = {word for name in (text(rule.group, "name"), manifest.id.name) for word in _words(name)}
        for found in tree.selectors(rule.expression) if rule.expression is not None else ():
            if found.matchers or not found.name or ":" in found.name or found.name in recorded:
                continue
            if not own & set(_words(found.name)[:1]):
                yield Problem(
                    f"`{found.name}` has no label matcher",
                    rule.expr_path,
                    fix="add a matcher, for instance on job or namespace",
                )
                break


def _words(name: str) -> list[str]:
    return [word for word in name.lower().replace("-", "_").replace(".", "_").split("_") if word]
