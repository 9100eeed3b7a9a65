"""Which labels an alert must bear for inhibitions to reach it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.alert_values import delivered
from generator.facts.alertmanager_tree import Inhibition, inhibitions
from generator.facts.cluster import Cluster
from generator.facts.matcher_index import MatcherIndex
from generator.facts.prometheus_rules import Rule, alerts
from generator.facts.promql_labels import Labels
from generator.model import Manifest

_NAME = "alertname"
Compared = tuple[tuple[str, str | None], ...]
"""The labels of an alert that an inhibition compares, as far as the alert keeps them; None for an unknown value."""


@dataclass(frozen=True, slots=True)
class Muting:
    """An inhibition that compares labels, and what the alerts here that mute by it have of them.

    They are found by their name where the inhibition compares that, else all by "".
    """

    manifest: Manifest
    inhibition: Inhibition
    sources: Mapping[str, frozenset[Compared]]


@lru_cache(maxsize=8)
def mutings(cluster: Cluster) -> tuple[Muting, ...]:
    """The inhibitions of a cluster that compare labels and by which some alert here mutes."""
    every = [(m, r) for m in cluster.all(kinds.ALERTMANAGER_CONFIG) for r in inhibitions(m, cluster)]
    every = [(manifest, rule) for manifest, rule in every if rule.equal and rule.target]
    muted_by = MatcherIndex((position, rule.source) for position, (_, rule) in enumerate(every))
    found: dict[int, dict[str, set[Compared]]] = {}
    for alert in alerts(cluster) if every else ():
        labels = delivered(cluster, alert)
        for position in muted_by.sure(labels):
            equal = every[position][1].equal
            kept = tuple((name, labels.value(name)) for name in equal if name in labels.names())
            found.setdefault(position, {}).setdefault(_key(labels, equal), set()).add(kept)
    return tuple(
        Muting(manifest, rule, {key: frozenset(kept) for key, kept in found[position].items()})
        for position, (manifest, rule) in enumerate(every)
        if position in found
    )


def _key(labels: Labels, equal: Iterable[str]) -> str:
    return labels.value(_NAME) or "" if _NAME in equal else ""


@lru_cache(maxsize=8)
def _by_target(cluster: Cluster) -> MatcherIndex[Muting]:
    return MatcherIndex((muting, muting.inhibition.target) for muting in mutings(cluster))


def out_of_reach(cluster: Cluster, rule: Rule) -> Iterator[tuple[str, Muting]]:
    """Each inhibition that is meant for an alert and never mutes it, with the label that the alert lacks.

    Only alerts that may agree with it in the other labels count; where one of them lacks the label too, the two are
    equal in it.
    """
    labels = delivered(cluster, rule)
    for muting in _by_target(cluster).sure(labels):
        equal = muting.inhibition.equal
        lacks = [name for name in equal if not labels.may_have(name)]
        partners = muting.sources.get(_key(labels, equal), frozenset()) if lacks else frozenset()
        agreeing = [dict(kept) for kept in partners if _agree(kept, labels)]
        name = next((name for name in lacks if agreeing and all(name in kept for kept in agreeing)), "")
        if name:
            yield name, muting


def _agree(kept: Compared, labels: Labels) -> bool:
    """Whether an alert may have the same values as another, in the labels that both have."""
    both = ((value, labels.value(name)) for name, value in kept if labels.may_have(name))
    return all(one is None or other is None or one == other for one, other in both)
