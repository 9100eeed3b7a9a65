"""alert label that changes with the value

Why: An alert is its labels: when one of them follows the value, each evaluation makes a new alert, `for` never ends
and Alertmanager is flooded.
Source: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#templating
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Slow
              expr: latency_seconds > 1
              labels: {value: "{{ $value }}"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Slow
              expr: latency_seconds > 1
              labels: {zone: "{{ $labels.zone }}"}
              annotations: {summary: "{{ $value }}"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import go_template, kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import alerts_of
from generator.facts.rule_templates import templates_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)
_CHANGING = frozenset(("now", "query"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        for path, text in templates_of(rule, "labels"):
            template = go_template.prometheus(text)
            value = any(use.base == "$value" or (use.base in (".", "$") and use.fields[:1] == ("Value",))
                        for use in template.uses)  # fmt: skip
            called = sorted(_CHANGING & set(template.functions))
            if value or called:
                what = "the value" if value else f"{called[0]}()"
                yield Problem(
                    f"the label `{path[-1]}` of `{rule.alert}` changes with {what}",
                    path,
                    fix="move it to an annotation",
                )
