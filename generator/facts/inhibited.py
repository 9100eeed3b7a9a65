"""Which labels an alert must bear for inhibitions to reach it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.alert_values import delivered
from generator.facts.alertmanager_tree import Inhibition, inhibitions
from generator.facts.cluster import Cluster
from generator.facts.label_match import takes
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
    found = []
    for manifest in cluster.all(kinds.ALERTMANAGER_CONFIG):
        for rule in inhibitions(manifest, cluster):
            sources = [labels for a in alerts(cluster) if takes(rule.source, labels := delivered(cluster, a))]
            equal = tuple(name for name in rule.equal if any(name in labels.names() for labels in sources))
            if equal and rule.target:
                found.append(Muting(manifest, rule, equal))
    return tuple(found)


def out_of_reach(cluster: Cluster, rule: Rule) -> Iterator[tuple[str, Muting]]:
    """Each inhibition that is meant for an alert and never mutes it, with the label that the alert lacks."""
    labels = delivered(cluster, rule)
    for muting in mutings(cluster):
        name = next((name for name in muting.equal if not labels.may_have(name)), "")
        if name and takes(muting.inhibition.target, labels):
            yield name, muting
