r"""regular expression that is a plain text

Why: An equality matcher says the same and is cheaper; a regular expression without any pattern often is one that
was meant to have it.
Source: https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: "up{job=~\"web\"} == 0", for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: "up{job=~\"web|api\"} == 0", for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds, re2
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.PROMETHEUS_RULE,)
_PATTERN = frozenset(".*+?[(|^$\\")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        matchers = [m for s in rule.parts.selectors for m in s.matchers] if "~" in rule.expr else []
        for matcher in dict.fromkeys(matchers):
            if matcher.sign in ("=~", "!~") and _literal(matcher.value):
                sign = "=" if matcher.sign == "=~" else "!="
                yield Problem(
                    f"`{matcher}` is no pattern", rule.expr_path, fix=f'write {matcher.name}{sign}"{matcher.value}"'
                )


def _literal(value: str) -> bool:
    return _PATTERN.isdisjoint(value) and re2.texts(value) == (value,)
