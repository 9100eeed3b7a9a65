"""alert or recorded series that is gone while somebody still asks for it

Why: A route, an inhibition, a rule or a KEDA trigger keeps the old name: it matches nothing any more, silently.
Source: https://prometheus.io/docs/alerting/latest/configuration/#matcher. Names that no rule here has ever defined,
and recorded series with a colon, are told by am-alertname-unknown, prom-unknown-recorded-series and
keda-query-series-unknown.
Before:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec: {groups: [{name: web, rules: [{record: errors_share, expr: "sum(rate(errors_total[5m]))"}]}]}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: alerts, namespace: shop}
    spec: {groups: [{name: web, rules: [{alert: Errors, expr: errors_share > 0.1, labels: {severity: critical}}]}]}
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec: {groups: [{name: web, rules: [{record: errors_ratio, expr: "sum(rate(errors_total[5m]))"}]}]}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: alerts, namespace: shop}
    spec: {groups: [{name: web, rules: [{alert: Errors, expr: errors_share > 0.1, labels: {severity: critical}}]}]}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec: {groups: [{name: web, rules: [{record: errors_ratio, expr: "sum(rate(errors_total[5m]))"}]}]}
    ---
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: alerts, namespace: shop}
    spec: {groups: [{name: web, rules: [{alert: Errors, expr: errors_ratio > 0.1, labels: {severity: critical}}]}]}
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from generator.facts import kinds, promql, re2
from generator.facts import promql_tree as tree
from generator.facts.alert_values import unknown
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.label_match import sign_of
from generator.facts.matcher_fields import matcher_rows
from generator.facts.prometheus_rules import alert_names, records, rules_of
from generator.facts.scaled_object import SCALED, triggers
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    before = cluster.previous
    if before is None:
        return
    alerts = alert_names(before) - alert_names(cluster)
    series = {name for name in records(before).keys() - records(cluster).keys() if ":" not in name}
    if alerts:
        yield from _matchers(cluster, alerts, alert_names(cluster) - alert_names(before))
    if series:
        new = records(cluster).keys() - records(before).keys()
        for manifest, path, expr in _queries(cluster):
            expression = promql.parse(expr) if any(name in expr for name in series) else None
            for name in sorted(tree.metrics(expression) & series) if expression is not None else ():
                message = f"`{name}` is no longer recorded{did_you_mean(name, new)}"
                fix = "ask for what is recorded now, or keep the old record"
                yield Problem(message, path, fix=fix, manifest=manifest)


def _matchers(cluster: Cluster, gone: Collection[str], new: Collection[str]) -> Iterator[Problem]:
    for manifest in cluster.all(kinds.ALERTMANAGER_CONFIG):
        for path, row in matcher_rows(manifest, cluster):
            if text(row, "name") != "alertname" or unknown(row, cluster):
                continue
            sign, value = sign_of(row), text(row, "value")
            some = (value,) if sign == "=" else re2.texts(value) or () if sign == "=~" else ()
            for name in sorted(set(some) & set(gone)):
                yield Problem(
                    f"alert `{name}` is gone, and this still asks for it{did_you_mean(name, new)}",
                    (*path, "value"),
                    fix="ask for the alert there is now, or remove what asks for the old one",
                    manifest=manifest,
                )


def _queries(cluster: Cluster) -> Iterator[tuple[Manifest, Path, str]]:
    """Every PromQL text of rules and triggers, and where it stands."""
    for manifest in cluster.all(kinds.PROMETHEUS_RULE):
        yield from ((manifest, rule.expr_path, rule.expr) for rule in rules_of(manifest))
    for manifest in cluster.all(*SCALED):
        for trigger in triggers(manifest):
            if trigger.type == "prometheus":
                yield manifest, trigger.parameter("query"), trigger.metadata.get("query", "")
