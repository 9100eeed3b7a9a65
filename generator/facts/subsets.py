"""Subsets: which DestinationRules define them for a host, and which pods they pick.

Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#Subset
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import entries, text
from generator.facts.istio_hosts import covers, expand
from generator.facts.selector import matches_labels
from generator.facts.services import pods_behind
from generator.model import Manifest, Path


@dataclass(frozen=True, slots=True)
class Subset:
    """One subset of a DestinationRule, and where it stands there."""

    name: str
    labels: Mapping[str, Any]
    rule: Manifest
    position: int

    @property
    def path(self) -> Path:
        return ("spec", "subsets", self.position)


def host_of(rule: Manifest) -> str:
    """The full host of a DestinationRule."""
    return expand(text(rule.body, "spec", "host"), rule.id.namespace)


@lru_cache(maxsize=8)
def _rules(cluster: Cluster) -> tuple[Mapping[str, tuple[Manifest, ...]], tuple[str, ...]]:
    found: dict[str, list[Manifest]] = {}
    for rule in cluster.all(kinds.DESTINATION_RULE):
        found.setdefault(host_of(rule), []).append(rule)
    wildcards = sorted((host for host in found if host.startswith("*")), key=lambda host: (-len(host), host))
    return {host: tuple(rules) for host, rules in found.items()}, tuple(wildcards)


def rules_for(cluster: Cluster, host: str) -> tuple[Manifest, ...]:
    """Every DestinationRule over a full host: those of the host itself first, then of wildcards, longest first."""
    found, wildcards = _rules(cluster)
    over = (pattern for pattern in wildcards if pattern != host and covers(pattern, host))
    return (*found.get(host, ()), *(rule for pattern in over for rule in found[pattern]))


def rules_of(cluster: Cluster, host: str) -> tuple[Manifest, ...]:
    """The DestinationRules that name just this full host."""
    return _rules(cluster)[0].get(host, ())


def in_force(cluster: Cluster, host: str) -> Mapping[str, tuple[Manifest, ...]]:
    """The DestinationRules that count for a full host, by namespace: there only those of the most specific host."""
    found: dict[str, list[Manifest]] = {}
    for rule in rules_for(cluster, host):
        mine = found.setdefault(rule.id.namespace, [])
        if not mine or host_of(mine[0]) == host_of(rule):
            mine.append(rule)
    return {name: tuple(rules) for name, rules in found.items()}


def subsets_of(rule: Manifest) -> Iterator[Subset]:
    """The readable subsets of a DestinationRule."""
    for n, row in entries(rule.body, "spec", "subsets"):
        yield Subset(text(row, "name"), mapping(row, "labels"), rule, n)


Pods = tuple[tuple[Manifest, dict[str, str]], ...]
"""What runs behind a host: each workload (or entry) with the labels of its pods."""


_LOOKED_UP = ("DNS", "DNS_ROUND_ROBIN")


def pod_labels(cluster: Cluster, owners: tuple[Manifest, ...]) -> Pods:
    """The labels of everything that may be an endpoint of a host's owners."""
    found: list[tuple[Manifest, dict[str, str]]] = []
    for owner in owners:
        if owner.id.kind == "Service":
            found += [(t.manifest, _texts(t.labels)) for t in pods_behind(cluster, owner)]
            selector = mapping(owner.body, "spec", "selector")
        else:
            listed = [mapping(row, "labels") for _, row in entries(owner.body, "spec", "endpoints")]
            if not listed and text(owner.body, "spec", "resolution") in _LOOKED_UP:
                # The host itself is the endpoint then, and has no labels.
                listed = [{}]
            found += [(owner, _texts(labels)) for labels in listed]
            selector = mapping(owner.body, "spec", "workloadSelector", "labels")
            here = cluster.templates_in(owner.id.namespace)
            found += [(t.manifest, _texts(t.labels)) for t in here if matches_labels(selector, t.labels)]
        for entry in cluster.all("WorkloadEntry.networking.istio.io"):
            labels = mapping(entry.body, "spec", "labels")
            if entry.id.namespace == owner.id.namespace and matches_labels(selector, labels):
                found.append((entry, _texts(labels)))
    return tuple(found)


def _texts(labels: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in labels.items()}


def picked(pods: Pods, subset: Subset) -> Pods:
    """Those of the pods that bear the labels of a subset."""
    wanted = _texts(subset.labels).items()
    return tuple((owner, labels) for owner, labels in pods if wanted <= labels.items())
