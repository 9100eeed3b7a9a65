"""field of a rule that the Prometheus assumed does not know

Why: The operator leaves out what the version of its Prometheus cannot read, and the rule behaves differently from
what is written.
Source: prometheus-operator pkg/operator/rules.go.
Settings:
    products: {prometheus: "2.40"}
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, for: 5m, keep_firing_for: 5m}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: WebDown
              expr: up{job="web"} == 0
              for: 5m
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
_GROUP = {"limit": (2, 31), "query_offset": (2, 53), "labels": (3, 0)}
_RULE = {"keep_firing_for": (2, 42)}
_NEWEST = max(*_GROUP.values(), *_RULE.values())


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    version = cluster.version("prometheus")
    if version >= _NEWEST:
        return
    nodes: list[tuple[Path, Mapping[str, Any], Mapping[str, tuple[int, int]]]]
    nodes = [(("spec", "groups", n), group, _GROUP) for n, group in entries(manifest.body, "spec", "groups")]
    nodes += [(rule.path, rule.body, _RULE) for rule in rules_of(manifest, cluster)]
    for path, node, gates in nodes:
        for field, since in gates.items():
            if field in node and version < since:
                yield Problem(
                    f"`{field}` needs Prometheus {since[0]}.{since[1]}, assumed is {cluster.assumed('prometheus')}",
                    (*path, field),
                    fix=f"remove `{field}` or update Prometheus",
                    at_key=True,
                )
