"""alert that does not say what is wrong or what to do

Why: Whoever is woken reads the summary and follows the runbook; without them they begin at the query. Runbooks are
    asked for only where some are kept: in settings.monitoring.runbooks, or by another alert here.
Source: https://prometheus.io/docs/practices/alerting/ and the annotations of kube-prometheus.
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              annotations: {description: ""}
Bad (without the runbook that others have):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              annotations: {summary: It is down}
            - alert: Slow
              expr: up == 2
              annotations: {summary: It is slow, runbook_url: "https://docs.example.com/Slow"}
Bad (relative):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              annotations: {summary: It is down, runbook_url: runbooks/Down}
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              annotations: {summary: It is down, runbook_url: "https://docs.example.com/Down"}
Good (no runbooks are kept):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Down
              expr: up == 0
              annotations: {summary: It is down}
Good (dead man's switch):
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Watchdog
              expr: vector(1)
              annotations: {summary: Alerts work}
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.prometheus_rules import alerts, alerts_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
NEEDS = ("alert",)
_TOLD = ("summary", "description", "message", "title")
_RUNBOOK = ("runbook_url", "runbook")


@lru_cache(maxsize=8)
def _keeps_runbooks(cluster: Cluster) -> bool:
    """Whether this tree has runbooks at all."""
    if mapping(cluster.settings, "monitoring").get("runbooks"):
        return True
    return any(mapping(rule.body, "annotations").get(name) for rule in alerts(cluster) for name in _RUNBOOK)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    runbooks = _keeps_runbooks(cluster)
    for rule in alerts_of(manifest, cluster):
        annotations = mapping(rule.body, "annotations")
        lacking = [] if any(annotations.get(name) for name in _TOLD) else ["summary"]
        if runbooks and not rule.constant and not any(annotations.get(name) for name in _RUNBOOK):
            lacking.append("runbook_url")
        if lacking:
            yield Problem(
                f"`{rule.alert}` has no annotation {' and no '.join(f'`{name}`' for name in lacking)}",
                (*rule.path, "annotations") if annotations else (*rule.path, "alert"),
                fix="say what is wrong (summary) and where to read what to do (runbook_url)",
            )
        url = annotations.get("runbook_url")
        if isinstance(url, str) and url and not url.startswith(("http://", "https://", "{{")):
            yield Problem(
                f"`{url}` is no absolute URL", (*rule.path, "annotations", "runbook_url"), fix="begin it with https://"
            )
