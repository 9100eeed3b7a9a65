"""Alerts that AlertmanagerConfigs keep away from their own routes: the operator adds a matcher on the namespace."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.alert_values import delivered
from generator.facts.alertmanager_tree import Route, is_file, namespaced, root
from generator.facts.cluster import Cluster
from generator.facts.label_match import takes
from generator.facts.prometheus_rules import Rule, alerts


@lru_cache(maxsize=8)
def entrances(cluster: Cluster) -> tuple[Route, ...]:
    """The routes an alert meets first: of each AlertmanagerConfig its top one, of Alertmanager's own file those below.

    The top route of a file takes everything: what gets no further falls to its default receiver.
    """
    tops = [top for m in cluster.all(kinds.ALERTMANAGER_CONFIG) if (top := root(m, cluster)) is not None]
    own = [top for top in tops if not is_file(top.manifest)]
    return (*own, *(route for top in tops if is_file(top.manifest) for route in top.routes))


def meant(rule: Rule, top: Route, cluster: Cluster) -> bool:
    """Whether a route is there for an alert: by its matchers, or without any by living beside it."""
    asked = takes(top.own, delivered(cluster, rule))
    if rule.manifest.id.namespace == top.manifest.id.namespace:
        return asked is not False
    return bool(top.own) and asked is True


def withheld(cluster: Cluster, top: Route) -> tuple[Rule, ...]:
    """The alerts that a route is there for and that the matcher on its namespace keeps away, where that is no accident.

    That is when it keeps all of them away, or those of its own namespace.
    """
    if not namespaced(top.manifest, cluster):
        return ()
    wanted = [rule for rule in alerts(cluster) if meant(rule, top, cluster)]
    lost = [rule for rule in wanted if takes(top.added, delivered(cluster, rule)) is False]
    at_home = [rule for rule in lost if rule.manifest.id.namespace == top.manifest.id.namespace]
    return tuple(lost if len(lost) == len(wanted) else at_home)


@lru_cache(maxsize=8)
def kept_away(cluster: Cluster) -> Mapping[int, Route]:
    """The alerts that no route takes although one is there for them, by `id(rule)`, with that route."""
    found: dict[int, Route] = {}
    routes = entrances(cluster)
    for rule in alerts(cluster) if any(route.added for route in routes) else ():
        labels = delivered(cluster, rule)
        if all(takes(route.matchers, labels) is False for route in routes):
            mine = next((route for route in routes if route.added and meant(rule, route, cluster)), None)
            if mine is not None:
                found[id(rule)] = mine
    return found


@lru_cache(maxsize=8)
def told_at_routes(cluster: Cluster) -> frozenset[int]:
    """The alerts, by `id(rule)`, that are told at the route that keeps them away."""
    return frozenset(id(rule) for top in entrances(cluster) if top.added for rule in withheld(cluster, top))
