r"""regular expression with anchors that Prometheus adds anyway

Why: Prometheus anchors every matcher at both ends; `^` and `$` say nothing and suggest that others are not
anchored.
Source: https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: "up{job=~\"^web-.*$\"} == 0", for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: "up{job=~\"web-.*\"} == 0", for: 5m}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        matchers = [m for s in rule.parts.selectors for m in s.matchers] if "~" in rule.expr else []
        for matcher in dict.fromkeys(matchers):
            value = matcher.value
            ended = value.endswith("$") and not value.endswith("\\$")
            if matcher.sign in ("=~", "!~") and (value.startswith("^") or ended):
                bare = value.removeprefix("^")
                bare = bare[:-1] if ended else bare
                yield Problem(f"`{matcher}` is anchored anyway", rule.expr_path, fix=f"write `{bare}`")
