"""Alerts that AlertmanagerConfigs keep away from their own routes: the operator adds a matcher on the namespace."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.alert_values import delivered
from generator.facts.alertmanager_tree import Route, is_file, namespaced, root, strategy
from generator.facts.cluster import Cluster
from generator.facts.label_match import takes
from generator.facts.matcher_index import MatcherIndex
from generator.facts.prometheus_rules import Rule, alerts
from generator.facts.promql_labels import Labels


@lru_cache(maxsize=8)
def entrances(cluster: Cluster) -> tuple[Route, ...]:
    """The routes an alert meets first: of each AlertmanagerConfig its top one, of Alertmanager's own file those below.

    The top route of a file takes everything: what gets no further falls to its default receiver.
    """
    tops = [top for m in cluster.all(kinds.ALERTMANAGER_CONFIG) if (top := root(m, cluster)) is not None]
    own = [top for top in tops if not is_file(top.manifest)]
    return (*own, *(route for top in tops if is_file(top.manifest) for route in top.routes))


@lru_cache(maxsize=8)
def _taking(cluster: Cluster) -> MatcherIndex[Route]:
    """Every entrance with all its matchers."""
    return MatcherIndex((route, route.matchers) for route in entrances(cluster))


@lru_cache(maxsize=8)
def _meaning(cluster: Cluster) -> MatcherIndex[Route]:
    """Every entrance with the matchers that are written there."""
    return MatcherIndex((route, route.own) for route in entrances(cluster))


def taken(cluster: Cluster, labels: Labels) -> bool:
    """Whether any route may take an alert."""
    # Who says nothing of the strategy may well have none: the namespace then decides nothing.
    index = _taking(cluster) if strategy(cluster)[1] else _meaning(cluster)
    return any(True for _ in index.near(labels))


@lru_cache(maxsize=8)
def _meant(cluster: Cluster) -> Mapping[int, tuple[Rule, ...]]:
    """The alerts each route is there for, by `id(route)`: by its matchers, or without any by living beside it."""
    found: dict[int, list[Rule]] = {}
    for rule in alerts(cluster):
        for route in _routes_for(cluster, rule):
            found.setdefault(id(route), []).append(rule)
    return {route: tuple(rules) for route, rules in found.items()}


def _routes_for(cluster: Cluster, rule: Rule) -> Iterator[Route]:
    home = rule.manifest.id.namespace
    for route, surely in _meaning(cluster).near(delivered(cluster, rule)):
        if home == route.manifest.id.namespace or (route.own and surely):
            yield route


def withheld(cluster: Cluster, top: Route) -> tuple[Rule, ...]:
    """The alerts that a route is there for and that the matcher on its namespace keeps away, where that is no accident.

    That is when it keeps all of them away, or those of its own namespace.
    """
    if not namespaced(top.manifest, cluster):
        return ()
    wanted = _meant(cluster).get(id(top), ())
    lost = [rule for rule in wanted if takes(top.added, delivered(cluster, rule)) is False]
    at_home = [rule for rule in lost if rule.manifest.id.namespace == top.manifest.id.namespace]
    return tuple(lost if len(lost) == len(wanted) else at_home)


@lru_cache(maxsize=8)
def kept_away(cluster: Cluster) -> Mapping[int, Route]:
    """The alerts that no route takes although one is there for them, by `id(rule)`, with that route."""
    found: dict[int, Route] = {}
    some = any(route.added for route in entrances(cluster))
    for rule in alerts(cluster) if some else ():
        if not any(True for _ in _taking(cluster).near(delivered(cluster, rule))):
            mine = next((route for route in _routes_for(cluster, rule) if route.added), None)
            if mine is not None:
                found[id(rule)] = mine
    return found


@lru_cache(maxsize=8)
def told_at_routes(cluster: Cluster) -> frozenset[int]:
    """The alerts, by `id(rule)`, that are told at the route that keeps them away."""
    return frozenset(id(rule) for top in entrances(cluster) if top.added for rule in withheld(cluster, top))
