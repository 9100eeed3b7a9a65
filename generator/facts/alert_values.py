"""The labels with which alerts reach Alertmanager, and values of them that no alert has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from generator.facts import re2
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.known_alerts import alert_upstream
from generator.facts.label_match import sign_of
from generator.facts.prometheus_rules import Rule, alert_labels, alerts
from generator.facts.promql_labels import Labels
from generator.facts.selecting import PROMETHEUS, external_labels
from generator.facts.suggest import did_you_mean, near

_SEVERITIES = frozenset(("critical", "warning", "info", "none"))
"""Those of kube-prometheus' own alerts."""

_WORD = re.compile(r"[A-Za-z0-9]+")


def delivered(cluster: Cluster, rule: Rule) -> Labels:
    """The labels of an alert once Prometheus has added its own."""
    known = _every(cluster).get(id(rule))
    return known if known is not None else _delivered(cluster, rule)


@lru_cache(maxsize=8)
def _every(cluster: Cluster) -> Mapping[int, Labels]:
    return {id(rule): _delivered(cluster, rule) for rule in alerts(cluster)}


def _delivered(cluster: Cluster, rule: Rule) -> Labels:
    found = alert_labels(cluster, rule)
    sure: dict[str, str | None] = dict(found.sure)
    for owner in cluster.all(PROMETHEUS):
        enforced = text(owner.body, "spec", "enforcedNamespaceLabel")
        if enforced:
            sure[enforced] = rule.manifest.id.namespace
    outside = frozenset(external_labels(cluster)) - set(sure)
    return Labels(sure, found.perhaps | outside, found.rest, found.gone - outside)


@lru_cache(maxsize=8)
def _known(cluster: Cluster) -> Mapping[str, frozenset[str]]:
    """The values of static labels, and the names, of all alerts of a cluster; open ones are left out."""
    found: dict[str, set[str]] = {}
    open_: set[str] = set()
    for rule in alerts(cluster):
        found.setdefault("alertname", set()).add(rule.alert)
        for name, value in rule.labels.items():
            if "{{" in value:
                open_.add(name)
            found.setdefault(name, set()).add(value)
    return {name: frozenset(values) for name, values in found.items() if name not in open_}


def unknown(row: Any, cluster: Cluster) -> str:
    """Why a matcher on alertname or severity takes no alert of the rules here, "" when it may."""
    name, sign, value = text(row, "name"), sign_of(row) if isinstance(row, Mapping) else "", text(row, "value")
    known = _known(cluster).get(name, frozenset())
    if not known or sign not in ("=", "=~") or not value:
        return ""
    some = (value,) if sign == "=" else re2.texts(value)
    if value in known if sign == "=" else any(_takes(sign, value, other) for other in known):
        return ""
    if name == "alertname":
        return "" if _upstream(value, some) else f"no rule here defines an alert `{value}`{did_you_mean(value, known)}"
    if name == "severity" and not any(_takes(sign, value, other) for other in _SEVERITIES):
        return f"no alert here has severity `{value}`{did_you_mean(value, known | _SEVERITIES)}"
    if some and all(near(one, known) for one in some):
        return f"no alert here has {name} `{value}`{did_you_mean(value, known)}"
    return ""


def _takes(sign: str, value: str, other: str) -> bool:
    return value == other if sign == "=" else re2.matches(value, other)


def _upstream(value: str, some: tuple[str, ...] | None) -> bool:
    """Whether the names may be kube-prometheus' own; of a pattern its first word tells."""
    if some is not None:
        return any(alert_upstream(one) for one in some)
    word = _WORD.match(value)
    return word is None or alert_upstream(word.group())
