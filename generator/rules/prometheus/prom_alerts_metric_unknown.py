"""expression about an alert that no rule defines

Why: `ALERTS{alertname="..."}` is empty for ever when the alert was renamed or removed.
Source: https://prometheus.io/docs/prometheus/latest/configuration/alerting_rules/#inspecting-alerts-during-runtime
Bad:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - alert: Both
              expr: ALERTS{alertname="Gone"} == 1
              for: 5m
Good:
    apiVersion: monitoring.coreos.com/v1
    kind: PrometheusRule
    metadata: {name: web, namespace: shop}
    spec:
      groups:
        - name: web
          rules:
            - {alert: Here, expr: up == 0}
            - alert: Both
              expr: ALERTS{alertname="Here"} == 1
              for: 5m
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds, re2
from generator.facts.cluster import Cluster
from generator.facts.known_alerts import alert_upstream
from generator.facts.prometheus_rules import alert_names, rules_of
from generator.facts.promql_tree import Matcher
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PROMETHEUS_RULE,)
_ALERTS = frozenset(("ALERTS", "ALERTS_FOR_STATE"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known = alert_names(cluster)
    for rule in rules_of(manifest, cluster):
        for found in () if rule.parts.metrics.isdisjoint(_ALERTS) else rule.parts.selectors:
            for matcher in found.matchers if found.name in _ALERTS else ():
                names = _names(matcher) if matcher.name == "alertname" else ()
                if names and not any(name in known or alert_upstream(name) for name in names):
                    name = matcher.value
                    yield Problem(
                        f"no rule here defines the alert `{name}`{did_you_mean(name, known)}",
                        rule.expr_path,
                        fix="mend the name or remove the condition",
                    )


def _names(matcher: Matcher) -> tuple[str, ...]:
    """The alerts a matcher asks for; () when they cannot be counted or are all but some."""
    if matcher.sign == "=":
        return (matcher.value,) if matcher.value else ()
    return (re2.texts(matcher.value) or ()) if matcher.sign == "=~" else ()
