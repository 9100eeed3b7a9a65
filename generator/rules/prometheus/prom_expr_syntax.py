"""PromQL that does not parse

Why: Prometheus refuses the whole file of rules; the operator finds that first and drops the PrometheusRule,
silently but for a log line and an event.
Source: prometheus promql/parser; regular expressions of matchers are RE2,
https://github.com/google/re2/wiki/Syntax.
Bad (not closed):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Errors
              expr: sum(rate(errors_total[5m]) > 1
Bad (wrong type):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Errors
              expr: rate(errors_total) > 1
Bad (unknown function):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Errors
              expr: ratio(errors_total[5m]) > 1
Bad (regular expression):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up{job=~"(?!web).*"} == 0
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Errors
              expr: sum(rate(errors_total{job=~"web-(a|b)"}[5m])) > 1
Good (what Python would hang on):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up{job=~"(a+)+$"} == 0
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.facts import kinds, promql
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import Rule, rules_of
from generator.facts.promql_names import unicode_names
from generator.facts.selecting import FILES
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
_LOGS = re.compile(r"""\}\s*(?:\|[=~>]|\|\s*[a-z]|!=\s*["`]|!~\s*["`])""")
_UNICODE = (3, 0)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    old = cluster.version("prometheus") < _UNICODE
    for rule in rules_of(manifest, cluster):
        fault = rule.reading.fault if rule.expr.strip() else None
        if fault is not None and manifest.component in FILES and _LOGS.search(rule.expr):
            continue  # A file of rules for Loki, whose queries begin like those of Prometheus.
        if fault is not None and promql.EMPTY_SELECTOR not in fault.message:
            yield Problem(
                f"the expression of `{rule.name}` does not parse: {promql.problem(rule.expr)}",
                rule.expr_path,
                fix="split the expression with recording rules" if fault.limit else "mend the expression",
                note=fault.message,
            )
        elif fault is None and old:
            yield from _names(rule, cluster)


def _names(rule: Rule, cluster: Cluster) -> Iterator[Problem]:
    expression = rule.expression
    for name in unicode_names(expression) if expression is not None else ():
        yield Problem(
            f"the name `{name}` needs Prometheus 3.0, assumed is {cluster.assumed('prometheus')}",
            rule.expr_path,
            fix="use a name of letters, digits and underscores",
        )
