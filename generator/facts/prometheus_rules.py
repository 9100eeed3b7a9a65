"""Every recording and alerting rule of a cluster, with what its expression can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts import kinds, promql
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries, text
from generator.facts.promql_duration import seconds
from generator.facts.promql_labels import Labels, labels
from generator.facts.promql_tree import Expression
from generator.model import Manifest, Path


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule. `name` is the alert's or the record's; `expr` is "" where there is none."""

    manifest: Manifest
    group: Mapping[str, Any]
    group_position: int
    position: int
    body: Mapping[str, Any]

    @property
    def path(self) -> Path:
        return ("spec", "groups", self.group_position, "rules", self.position)

    @property
    def expr_path(self) -> Path:
        return (*self.path, "expr")

    @property
    def alert(self) -> str:
        return text(self.body, "alert")

    @property
    def record(self) -> str:
        return text(self.body, "record")

    @property
    def name(self) -> str:
        return self.alert or self.record

    @property
    def expr(self) -> str:
        found = self.body.get("expr")
        return str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""

    @property
    def expression(self) -> Expression | None:
        return promql.parse(self.expr) if self.expr.strip() else None

    @property
    def labels(self) -> Mapping[str, str]:
        """The labels the rule and its group set, those of the rule first."""
        found = {**mapping(self.group, "labels"), **mapping(self.body, "labels")}
        return {key: value for key, value in found.items() if isinstance(value, str)}

    @property
    def static_labels(self) -> Mapping[str, str]:
        """The labels whose value is no template."""
        return {key: value for key, value in self.labels.items() if "{{" not in value}


def rules_of(manifest: Manifest) -> Iterator[Rule]:
    """The rules of one PrometheusRule, in the order they are written."""
    for n, group in entries(manifest.body, "spec", "groups"):
        for m, row in entries(group, "rules"):
            yield Rule(manifest, group, n, m, row)


def alerts_of(manifest: Manifest) -> Iterator[Rule]:
    """The alerting rules of one PrometheusRule."""
    return (rule for rule in rules_of(manifest) if rule.alert)


@lru_cache(maxsize=8)
def all_rules(cluster: Cluster) -> tuple[Rule, ...]:
    """Every rule of a cluster."""
    return tuple(rule for manifest in cluster.all(kinds.PROMETHEUS_RULE) for rule in rules_of(manifest))


@lru_cache(maxsize=8)
def records(cluster: Cluster) -> Mapping[str, tuple[Rule, ...]]:
    """The recording rules of a cluster by the name of what they record."""
    found: dict[str, list[Rule]] = {}
    for rule in all_rules(cluster):
        if rule.record and not rule.alert:
            found.setdefault(rule.record, []).append(rule)
    return {name: tuple(rules) for name, rules in found.items()}


@lru_cache(maxsize=8)
def alerts(cluster: Cluster) -> tuple[Rule, ...]:
    """The alerting rules of a cluster."""
    return tuple(rule for rule in all_rules(cluster) if rule.alert)


@lru_cache(maxsize=8)
def alert_names(cluster: Cluster) -> frozenset[str]:
    """The names of the alerts of a cluster."""
    return frozenset(rule.alert for rule in alerts(cluster))


@lru_cache(maxsize=8)
def _recorded(cluster: Cluster) -> Mapping[str, Labels]:
    """The labels of every recorded series; one that reads itself may have any."""
    known = records(cluster)
    found: dict[str, Labels] = {}
    open_: set[str] = set()

    def resolve(name: str) -> Labels | None:
        if name in found or name not in known:
            return found.get(name)
        if name in open_ or len(open_) >= promql.DEPTH:
            return Labels(rest=True)
        open_.add(name)
        several = [_of_record(rule, resolve) for rule in known[name]]
        open_.discard(name)
        result = several[0]
        for other in several[1:]:
            result = result.or_(other)
        found[name] = result
        return result

    for name in known:
        resolve(name)
    return found


def _of_record(rule: Rule, resolve: Any) -> Labels:
    expression = rule.expression
    found = labels(expression, resolve) if expression is not None else Labels(rest=True)
    return found.with_static(rule.labels)


def result_labels(cluster: Cluster, expression: Expression) -> Labels:
    """The labels of an expression's result, recorded series looked up in the rules of the cluster."""
    return labels(expression, _recorded(cluster).get)


def alert_labels(cluster: Cluster, rule: Rule) -> Labels:
    """The labels Alertmanager sees of an alert; a templated value is unknown."""
    expression = rule.expression
    found = result_labels(cluster, expression) if expression is not None else Labels(rest=True)
    set_ = found.with_static({**rule.labels, "alertname": rule.alert})
    sure: dict[str, str | None] = dict(set_.sure)
    for name, value in rule.labels.items():
        if "{{" in value:
            sure[name] = None
    return Labels(sure, set_.perhaps, set_.rest, set_.gone)


def series_labels(cluster: Cluster, rule: Rule) -> Labels:
    """The labels of what a recording rule writes."""
    expression = rule.expression
    found = result_labels(cluster, expression) if expression is not None else Labels(rest=True)
    return found.with_static(rule.labels)


def followed(cluster: Cluster) -> Callable[[str], Expression | None]:
    """From the name of a recorded series to the expression behind it, None for other metrics."""
    known = records(cluster)

    def expression(name: str) -> Expression | None:
        return known[name][0].expression if name in known else None

    return expression


def waits(rule: Rule) -> float:
    """Seconds an alert waits before it fires."""
    return seconds(rule.body.get("for")) or 0.0
