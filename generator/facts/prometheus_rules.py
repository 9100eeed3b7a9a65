"""Every recording and alerting rule of a cluster, with what its expression can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain
from math import inf
from typing import Any

from generator.facts import kinds, promql
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries, text
from generator.facts.promql_asked import asked, exclusive
from generator.facts.promql_duration import seconds
from generator.facts.promql_labels import Labels, apart, labels
from generator.facts.promql_tree import COMPARISONS, Expression, Matcher, Parts
from generator.model import Manifest, Path


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule. `alert` and `record` are its names, `expr` its query; each is "" where there is none."""

    manifest: Manifest
    group: Mapping[str, Any]
    group_position: int
    position: int
    body: Mapping[str, Any]
    alert: str
    record: str
    expr: str

    @property
    def path(self) -> Path:
        return ("spec", "groups", self.group_position, "rules", self.position)

    @property
    def expr_path(self) -> Path:
        return (*self.path, "expr")

    @property
    def name(self) -> str:
        """The alert's name, or the record's."""
        return self.alert or self.record

    @cached_property
    def reading(self) -> promql.Reading:
        """What the query says, or what is wrong with it."""
        return promql.read(self.expr)

    @cached_property
    def expression(self) -> Expression | None:
        """What the query says; None when it cannot be read."""
        return self.reading.expression

    @cached_property
    def parts(self) -> Parts:
        """The parts of the expression; none when it cannot be read."""
        return self.reading.parts

    @property
    def constant(self) -> bool:
        """Whether the query reads no series at all, such as `vector(1)`."""
        return self.expression is not None and not self.parts.selectors

    @property
    def compares(self) -> bool:
        """Whether a comparison filters, which all but few alerts have; False also where that is not plain."""
        return not self.parts.words.isdisjoint(COMPARISONS) and "bool" not in self.expr.lower()

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The labels the rule and its group set, those of the rule first."""
        found = {**mapping(self.group, "labels"), **mapping(self.body, "labels")}
        return {key: value for key, value in found.items() if isinstance(value, str)}

    @cached_property
    def templates(self) -> tuple[tuple[str, str, str], ...]:
        """Field, name and text of each label and annotation of the rule itself that holds a template."""
        return tuple(
            [
                (field, name, text)
                for field in ("labels", "annotations")
                for name, text in mapping(self.body, field).items()
                if isinstance(text, str) and "{{" in text
            ]
        )

    @property
    def static_labels(self) -> Mapping[str, str]:
        """The labels whose value is no template."""
        return {key: value for key, value in self.labels.items() if "{{" not in value}


def rules_of(manifest: Manifest, cluster: Cluster | None = None) -> tuple[Rule, ...]:
    """The rules of one PrometheusRule, in the order they are written; of one of the cluster they are read once."""
    known = _read(cluster).get(id(manifest)) if cluster is not None else None
    return known[0] if known is not None else tuple(_rules(manifest))


def alerts_of(manifest: Manifest, cluster: Cluster | None = None) -> tuple[Rule, ...]:
    """The alerting rules of one PrometheusRule."""
    known = _read(cluster).get(id(manifest)) if cluster is not None else None
    return known[1] if known is not None else _alerting(rules_of(manifest))


@lru_cache(maxsize=8)
def _read(cluster: Cluster) -> Mapping[int, tuple[tuple[Rule, ...], tuple[Rule, ...]]]:
    """All rules, and the alerting ones, of every PrometheusRule by its `id`."""
    found = {}
    for manifest in cluster.all(kinds.PROMETHEUS_RULE):
        rules = tuple(_rules(manifest))
        found[id(manifest)] = rules, _alerting(rules)
    return found


def _alerting(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    return tuple([rule for rule in rules if rule.alert])


def _rules(manifest: Manifest) -> Iterator[Rule]:
    for n, group in entries(manifest.body, "spec", "groups"):
        for m, row in entries(group, "rules"):
            yield Rule(manifest, group, n, m, row, text(row, "alert"), text(row, "record"), _query(row.get("expr")))


def _query(written: Any) -> str:
    return str(written) if isinstance(written, str | int) and not isinstance(written, bool) else ""


@lru_cache(maxsize=8)
def all_rules(cluster: Cluster) -> tuple[Rule, ...]:
    """Every rule of a cluster."""
    return tuple(rule for rules, _ in _read(cluster).values() for rule in rules)


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
    return tuple(rule for _, rules in _read(cluster).values() for rule in rules)


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


def returned(cluster: Cluster, rule: Rule) -> Labels:
    """The labels of what a rule's expression returns; any where it cannot be read."""
    known = _returned(cluster).get(id(rule))
    return known if known is not None else _returns(cluster, rule)


@lru_cache(maxsize=8)
def _returned(cluster: Cluster) -> Mapping[int, Labels]:
    """What every alert's expression returns, by `id(rule)`."""
    return {id(rule): _returns(cluster, rule) for rule in alerts(cluster)}


def _returns(cluster: Cluster, rule: Rule) -> Labels:
    expression = rule.expression
    return result_labels(cluster, expression) if expression is not None else Labels(rest=True)


def alert_labels(cluster: Cluster, rule: Rule) -> Labels:
    """The labels Alertmanager sees of an alert; a templated value is unknown."""
    found = returned(cluster, rule)
    set_ = found.with_static({**rule.labels, "alertname": rule.alert})
    sure: dict[str, str | None] = dict(set_.sure)
    for name, value in rule.labels.items():
        if "{{" in value:
            sure[name] = None
    return Labels(sure, set_.perhaps, set_.rest, set_.gone)


def series_labels(cluster: Cluster, rule: Rule) -> Labels:
    """The labels of what a recording rule writes."""
    return returned(cluster, rule).with_static(rule.labels)


def twins(
    cluster: Cluster, rules: Iterable[Rule], labels_of: Callable[[Cluster, Rule], Labels]
) -> Iterator[tuple[Rule, Rule]]:
    """Each rule with an earlier one of the same name and labels whose series may be the very same.

    They are told apart by what their expressions return. Most differ in the value of one label, so only those with
    the same value of it are compared.
    """
    groups: dict[tuple[object, ...], list[Rule]] = {}
    for rule in rules:
        groups.setdefault((rule.name, *sorted(rule.labels.items())), []).append(rule)
    for same in groups.values():
        if len(same) > 1:
            yield from _twins([(rule, labels_of(cluster, rule)) for rule in same])


def _twins(same: list[tuple[Rule, Labels]]) -> Iterator[tuple[Rule, Rule]]:
    telling = _telling([found for _, found in same])
    kept: dict[str | None, list[tuple[Rule, Labels]]] = {}
    for rule, found in same:
        value = found.value(telling)
        near = [*kept.get(value, ()), *kept.get(None, ())] if value is not None else chain(*kept.values())
        twin = next((other for other, labels_ in near if not apart(found, labels_) and not _exclude(rule, other)), None)
        if twin is None:
            kept.setdefault(value, []).append((rule, found))
        else:
            yield rule, twin


def _exclude(rule: Rule, other: Rule) -> bool:
    """Whether the matchers of two rules of the same labels keep their series apart."""
    return exclusive(_asked(rule), _asked(other))


def _asked(rule: Rule) -> list[Matcher]:
    expression = rule.expression
    return [] if expression is None else [m for m in asked(expression) if m.name not in rule.labels]


def _telling(several: list[Labels]) -> str:
    """The label with the most different values, "" when none has any."""
    values: dict[str, set[str]] = {}
    for found in several:
        for name, value in found.sure.items():
            if value is not None:
                values.setdefault(name, set()).add(value)
    return max(sorted(values), key=lambda name: len(values[name]), default="")


def followed(cluster: Cluster) -> Callable[[str], Expression | None]:
    """From the name of a recorded series to the expression behind it, None for other metrics."""
    known = records(cluster)

    def expression(name: str) -> Expression | None:
        return known[name][0].expression if name in known else None

    return expression


def waits(rule: Rule) -> float:
    """Seconds an alert waits before it fires; without an end where what is written is no duration."""
    written = rule.body.get("for")
    if written is None or written == "":
        return 0.0
    found = seconds(written)
    return inf if found is None else found
