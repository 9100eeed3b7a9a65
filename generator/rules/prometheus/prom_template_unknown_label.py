"""alert text that uses a label its expression cannot return

Why: $labels holds the labels of the expression's result alone, without those the rule itself sets; a label that is
not there is written as nothing.
Source: prometheus rules/alerting.go, AlertingRule.Eval;
https://prometheus.io/docs/prometheus/latest/querying/operators/#aggregation-operators
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Errors
              expr: sum by (namespace) (rate(errors_total[5m])) > 1
              annotations: {summary: "{{ $labels.pod }} fails"}
Bad (label of the rule):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Errors
              expr: sum(rate(errors_total[5m])) > 1
              labels: {team: web}
              annotations: {summary: "{{ $labels.team }}"}
Bad (through a record):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {record: "job:errors:rate5m", expr: "sum by (job) (rate(errors_total[5m]))"}
            - alert: Errors
              expr: job:errors:rate5m > 1
              annotations: {summary: "{{ $labels.pod }}"}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Errors
              expr: sum by (namespace, pod) (rate(errors_total[5m])) > 1
              annotations: {summary: "{{ $labels.pod }} fails"}
Good (joined):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Errors
              expr: sum by (pod) (rate(errors_total[5m])) * on (pod) group_left (node) kube_pod_info > 1
              annotations: {summary: "{{ $labels.pod }} on {{ $labels.node }}"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import go_template, kinds
from generator.facts.cluster import Cluster
from generator.facts.prometheus_rules import Rule, alerts_of, returned
from generator.facts.promql_labels import Labels
from generator.facts.rule_templates import label_of, templates_of
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for rule in alerts_of(manifest, cluster):
        if rule.expression is None:
            continue
        found = returned(cluster, rule)
        for path, text in templates_of(rule):
            for name in dict.fromkeys(label_of(use) for use in go_template.prometheus(text).uses):
                if name and name != "__name__" and not found.may_have(name):
                    yield Problem(
                        _message(rule, name, found),
                        path,
                        fix=_fix(rule, name),
                        related=(Place("the expression", manifest, rule.expr_path),),
                    )


def _message(rule: Rule, name: str, found: Labels) -> str:
    if name in rule.labels:
        return f"`{name}` is set by the rule, and $labels holds only what the expression returns"
    known = found.names()
    kept = f"it returns {', '.join(known)}" if known else "it returns no labels"
    return f"the expression of `{rule.alert}` cannot return `{name}`, {kept}" + did_you_mean(name, known)


def _fix(rule: Rule, name: str) -> str:
    if name in rule.static_labels:
        return f"write `{rule.static_labels[name]}` itself"
    return f"keep `{name}` in the expression, for instance in by (...), or leave it out of the text"
