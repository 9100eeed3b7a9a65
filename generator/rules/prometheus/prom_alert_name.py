"""alert whose name is no single word

Why: Names in CamelCase are easy to route by, to silence and to look up; blanks and dashes have to be quoted
everywhere.
Source: https://prometheus.io/docs/practices/alerting/#naming
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: high errors, expr: up == 0, for: 5m}
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

import re
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        if not _NAME.match(rule.alert):
            word = "".join(part[:1].upper() + part[1:] for part in re.split(r"[^A-Za-z0-9_]+", rule.alert))
            yield Problem(
                f"`{rule.alert}` is no single word", (*rule.path, "alert"), fix=f"call it {word or 'by a word'}"
            )
