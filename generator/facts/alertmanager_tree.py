"""The routes of all AlertmanagerConfigs as the one tree that prometheus-operator makes of them.

Each object becomes a child of the global root, goes on to the next one (`continue`), and under the usual strategy only
takes alerts of its own namespace; matchers on `namespace` that it says itself in that place are dropped.
Source: prometheus-operator pkg/alertmanager/amcfg.go, addAlertmanagerConfigs, convertRoute and convertInhibitRule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.label_match import matchers
from generator.facts.promql_tree import Matcher
from generator.facts.selecting import ALERTMANAGER, FILES
from generator.model import Manifest, Path

EVERY, EXCEPT = "OnNamespace", "OnNamespaceExceptForAlertmanagerNamespace"
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
MOST = 64
"""Levels of routes that are read."""


@dataclass(frozen=True, eq=False)
class Route:
    """A route, where it stands, and what it takes: `own` is written there, `added` comes from the operator."""

    manifest: Manifest
    path: Path
    body: Mapping[str, Any]
    parent: Route | None = None
    own: tuple[Matcher, ...] = ()
    added: tuple[Matcher, ...] = ()
    first_level: bool = False

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """The routes below, in order."""
        if self.depth >= MOST:
            return ()
        return tuple(
            Route(self.manifest, (*self.path, "routes", n), body, self, matchers(body, "matchers"))
            for n, body in entries(self.body, "routes")
        )

    @property
    def matchers(self) -> tuple[Matcher, ...]:
        return self.own + self.added

    @property
    def goes_on(self) -> bool:
        """Whether later routes beside it see its alerts too."""
        return self.first_level or self.body.get("continue") is True

    @property
    def receiver(self) -> str:
        """The receiver, inherited where the route names none."""
        named = text(self.body, "receiver")
        return named or (self.parent.receiver if self.parent else "")

    @property
    def line(self) -> tuple[Matcher, ...]:
        """Every matcher from the top down to here."""
        return (*(self.parent.line if self.parent else ()), *self.matchers)

    @cached_property
    def depth(self) -> int:
        return self.parent.depth + 1 if self.parent else 0


def is_file(manifest: Manifest) -> bool:
    """Whether an object stands for Alertmanager's own configuration: its root is the global one."""
    return manifest.component in FILES


def spelt(manifest: Manifest, field: str) -> str:
    """A field as it is written where it stands: the operator's name for it, or that of Alertmanager's own file."""
    if not is_file(manifest):
        return field
    word = _HUMP.sub("_", field).lower()
    return f"{word}ers" if word in ("source_match", "target_match") else word


def strategy(cluster: Cluster) -> tuple[str, bool]:
    """The matcher strategy of Alertmanager, and whether anybody says so (the operator's default is OnNamespace)."""
    for owner in cluster.all(ALERTMANAGER):
        return text(owner.body, "spec", "alertmanagerConfigMatcherStrategy", "type") or EVERY, True
    named = get(cluster.settings, "monitoring", "alertmanager", "matcherStrategy")
    return (named, True) if isinstance(named, str) else (EVERY, False)


def namespaced(manifest: Manifest, cluster: Cluster) -> bool:
    """Whether an AlertmanagerConfig only takes alerts of its own namespace."""
    if is_file(manifest):
        return False
    kind = strategy(cluster)[0]
    if kind == EXCEPT:
        own = {owner.id.namespace for owner in cluster.all(ALERTMANAGER)}
        own |= {text(cluster.settings, "monitoring", "namespace")}
        return manifest.id.namespace not in own
    return kind == EVERY


def root(manifest: Manifest, cluster: Cluster) -> Route | None:
    """The top route of an object, None when it has none; made once for each object of a cluster."""
    return _roots(cluster).get(id(manifest))


@lru_cache(maxsize=8)
def _roots(cluster: Cluster) -> Mapping[int, Route]:
    found = {}
    for manifest in cluster.all(kinds.ALERTMANAGER_CONFIG):
        body = get(manifest.body, "spec", "route")
        if isinstance(body, Mapping):
            found[id(manifest)] = _root(manifest, cluster, body)
    return found


def _root(manifest: Manifest, cluster: Cluster, body: Mapping[str, Any]) -> Route:
    own = matchers(body, "matchers")
    added: tuple[Matcher, ...] = ()
    if namespaced(manifest, cluster):
        own = tuple(matcher for matcher in own if matcher.name != "namespace")
        added = (Matcher("namespace", "=", manifest.id.namespace),)
    return Route(manifest, ("spec", "route"), body, None, own, added, not is_file(manifest))


def every_route(manifest: Manifest, cluster: Cluster) -> Iterator[Route]:
    """Every route of an object, from the top down."""
    top = root(manifest, cluster)
    waiting = [top] if top is not None else []
    while waiting:
        route = waiting.pop(0)
        yield route
        waiting = [*route.routes, *waiting]


@dataclass(frozen=True, slots=True)
class Inhibition:
    """An inhibit rule and where it stands, with what the operator adds."""

    path: Path
    source: tuple[Matcher, ...]
    target: tuple[Matcher, ...]
    equal: tuple[str, ...]


def inhibitions(manifest: Manifest, cluster: Cluster) -> Iterator[Inhibition]:
    """The inhibit rules of an object."""
    only = namespaced(manifest, cluster)
    added = (Matcher("namespace", "=", manifest.id.namespace),) if only else ()
    for n, row in entries(manifest.body, "spec", "inhibitRules"):
        sides = [
            tuple(m for m in matchers(row, side) if not only or m.name != "namespace") + added
            for side in ("sourceMatch", "targetMatch")
        ]
        equal = tuple(str(name) for name in rows(row, "equal"))
        yield Inhibition(("spec", "inhibitRules", n), sides[0], sides[1], equal)


def intervals_field(manifest: Manifest) -> str:
    """The key under which an object defines its time intervals: it changed with v1beta1."""
    return "timeIntervals" if "timeIntervals" in mapping(manifest.body, "spec") else "muteTimeIntervals"


def receiver_names(manifest: Manifest) -> list[str]:
    """The receivers an object defines."""
    return [text(row, "name") for _, row in entries(manifest.body, "spec", "receivers")]
