"""PrometheusRule over the operator's limit

Why: The operator refuses an object whose rules take more than 512 KiB, since they have to fit into a ConfigMap.
Source: prometheus-operator pkg/operator/rules.go, maxConfigMapDataSize.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Down, expr: up == 0, annotations: {summary: <530000 bytes>}}
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

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.prometheus_rules import Rule, rules_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
LIMIT = 524_288


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    rules = rules_of(manifest, cluster)
    if sum(map(_at_most, rules)) < LIMIT:
        return
    text = manifest.text
    spec = text[text.find("\nspec:") + 1 :]
    size = len(spec.encode())
    if size > LIMIT:
        yield Problem(
            f"the rules take {size:,} bytes, the operator takes {LIMIT:,}",
            ("spec",),
            fix="split them over several objects",
        )


def _at_most(rule: Rule) -> int:
    """Bytes that a rule surely does not exceed, however its texts are indented and escaped."""
    texts = [rule.expr, rule.name]
    for field in ("labels", "annotations"):
        for name, value in mapping(rule.body, field).items():
            texts += [str(name), str(value)]
    return 16 * sum(map(len, texts)) + 1_000
