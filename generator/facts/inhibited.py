"""Which labels an alert must bear for inhibitions to reach it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.alert_values import delivered
from generator.facts.alertmanager_tree import Inhibition, inhibitions
from generator.facts.cluster import Cluster
from generator.facts.matcher_index import MatcherIndex
from generator.facts.prometheus_rules import Rule, alerts
from generator.model import Manifest


@dataclass(frozen=True, slots=True)
class Muting:
    """An inhibition, and those of its `equal` labels that the expression of some alert that mutes keeps."""

    manifest: Manifest
    inhibition: Inhibition
    equal: tuple[str, ...]


@lru_cache(maxsize=8)
def mutings(cluster: Cluster) -> tuple[Muting, ...]:
    """The inhibitions of a cluster that compare labels, as far as alerts here mute by them."""
    every = [(m, rule) for m in cluster.all(kinds.ALERTMANAGER_CONFIG) for rule in inhibitions(m, cluster)]
    muted_by = MatcherIndex((position, rule.source) for position, (_, rule) in enumerate(every) if rule.equal)
    kept: dict[int, set[str]] = {}
    for alert in alerts(cluster) if any(rule.equal for _, rule in every) else ():
        labels = delivered(cluster, alert)
        for position in muted_by.sure(labels):
            kept.setdefault(position, set()).update(labels.names())
    found = []
    for position, (manifest, rule) in enumerate(every):
        equal = tuple(name for name in rule.equal if name in kept.get(position, ()))
        if equal and rule.target:
            found.append(Muting(manifest, rule, equal))
    return tuple(found)


@lru_cache(maxsize=8)
def _by_target(cluster: Cluster) -> MatcherIndex[Muting]:
    return MatcherIndex((muting, muting.inhibition.target) for muting in mutings(cluster))


def out_of_reach(cluster: Cluster, rule: Rule) -> Iterator[tuple[str, Muting]]:
    """Each inhibition that is meant for an alert and never mutes it, with the label that the alert lacks."""
    labels = delivered(cluster, rule)
    for muting in _by_target(cluster).sure(labels):
        name = next((name for name in muting.equal if not labels.may_have(name)), "")
        if name:
            yield name, muting
