"""label or annotation of a rule that is no string

Why: The API server refuses numbers and booleans where the operator's admission webhook does not turn them into
strings first.
Source: the CustomResourceDefinition of PrometheusRule (labels and annotations are maps of strings).
Bad (no schema: a number):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, labels: {tier: 1}}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, labels: {tier: "1"}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.prometheus_rules import rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
INSTEAD = True
KINDS = (kinds.PROMETHEUS_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in rules_of(manifest, cluster):
        for field in ("labels", "annotations"):
            for name, value in mapping(rule.body, field).items():
                if isinstance(value, bool | int | float):
                    text = str(value).lower() if isinstance(value, bool) else str(value)
                    yield Problem(
                        f"`{name}` is {text}, not a string",
                        (*rule.path, field, name),
                        fix=f'write "{text}"',
                        safe=True,
                        value=text,
                    )
