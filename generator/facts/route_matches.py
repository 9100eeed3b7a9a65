"""Which http routes of a VirtualService are reached: the first whose match holds takes the request.

A match is a conjunction, a route's list of matches a disjunction. Implication is only claimed when it is proven, so
what nothing is said about may still be unreachable.

Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPMatchRequest
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.istio_gateways import bound, reference
from generator.facts.string_matches import PREFIX, TextMatch, admits_all, caseless, folded, implies, text_match
from generator.model import Manifest, Path

CATCH_ALL, SAME, COVERED = "catch-all", "same", "covered"
"""Why a match is never reached: an earlier one takes everything, says the same, or is wider."""

_CONDITIONS = ("uri", "scheme", "method", "authority", "headers", "withoutHeaders", "queryParams", "port",
               "sourceLabels", "sourceNamespace")  # fmt: skip


@dataclass(frozen=True, eq=False)
class Match:
    """One alternative of a route: what it asks for, on which gateways, and where it is written."""

    manifest: Manifest
    path: Path
    body: Mapping[str, Any]
    gateways: frozenset[str]

    @property
    def unconditional(self) -> bool:
        """Whether it takes every request of its gateways."""
        asked = [field for field in _CONDITIONS if self.body.get(field) not in (None, {}, [], "", 0)]
        return not asked or (asked == ["uri"] and admits_all(text_match(self.body["uri"]), path=True))

    @cached_property
    def uri(self) -> TextMatch | None:
        """What it asks of the path."""
        return text_match(self.body.get("uri"))

    @cached_property
    def canonical(self) -> str:
        """What it asks for, as one text; the name says nothing about requests."""
        asked = {key: value for key, value in self.body.items() if key not in ("name", "gateways", "statPrefix")}
        return json.dumps(asked, sort_keys=True, default=str)


@dataclass(frozen=True, eq=False)
class Route:
    """One http route in the order of its root VirtualService; a delegate's routes stand in its place."""

    manifest: Manifest
    path: Path
    matches: tuple[Match, ...]


@dataclass(frozen=True, eq=False)
class Shadow:
    """A match that is never reached on any of its gateways, why, and the earlier matches that take its requests."""

    match: Match
    why: str
    by: tuple[Match, ...]


def covered_by(later: Match, earlier: Match) -> bool:
    """Whether every request that `later` takes is proven to be one that `earlier` takes; gateways are not looked at."""
    one, other = later.body, earlier.body
    return (
        _uri(later, earlier)
        and all(
            implies(text_match(one.get(f)), text_match(other[f]))
            for f in ("scheme", "method", "authority")
            if f in other
        )
        and ("headers" not in other or _headers(one, other))
        and ("withoutHeaders" not in other or _without(one, other))
        and ("queryParams" not in other or _params(one, other))
        and other.get("port") in (None, 0, one.get("port"))
        and mapping(other, "sourceLabels").items() <= mapping(one, "sourceLabels").items()
        and other.get("sourceNamespace") in (None, "", one.get("sourceNamespace"))
    )


def _uri(later: Match, earlier: Match) -> bool:
    one, other = later.uri, earlier.uri
    if one is not None and other is not None:
        if earlier.body.get("ignoreUriCase") is True:
            one, other = folded(one), folded(other)
        elif later.body.get("ignoreUriCase") is True and not caseless(other):
            return False
    return implies(one, other, path=True)


def _lower(node: Mapping[str, Any], field: str) -> dict[str, Any]:
    return {str(key).lower(): value for key, value in mapping(node, field).items()}


def _headers(later: Mapping[str, Any], earlier: Mapping[str, Any]) -> bool:
    one, other = _lower(later, "headers"), _lower(earlier, "headers")
    return all(key in one and implies(text_match(one[key]), text_match(row)) for key, row in other.items())


def _without(later: Mapping[str, Any], earlier: Mapping[str, Any]) -> bool:
    """What the earlier match excludes the later one must exclude too, and at least as much of it."""
    one, other = _lower(later, "withoutHeaders"), _lower(earlier, "withoutHeaders")
    return all(key in one and implies(text_match(row), text_match(one[key])) for key, row in other.items())


def _params(later: Mapping[str, Any], earlier: Mapping[str, Any]) -> bool:
    one, other = mapping(later, "queryParams"), mapping(earlier, "queryParams")
    return all(key in one and implies(text_match(one[key]), text_match(row)) for key, row in other.items())


def own_routes(service: Manifest) -> Iterator[Route]:
    """The http routes a VirtualService writes itself; a route without matches has one that asks for nothing."""
    everywhere = frozenset(bound(service))
    for n, row in entries(service.body, "spec", "http"):
        path: Path = ("spec", "http", n)
        found = tuple(
            [
                Match(service, (*path, "match", m), body, _gateways(service, body, everywhere))
                for m, body in entries(row, "match")
            ]
        )
        yield Route(service, path, found or (Match(service, path, {}, everywhere),))


def _gateways(service: Manifest, match: Mapping[str, Any], everywhere: frozenset[str]) -> frozenset[str]:
    """The gateways a match is for: all of its VirtualService unless it names some."""
    if "gateways" not in match:
        return everywhere
    named = [item for item in rows(match, "gateways") if isinstance(item, str) and item]
    return frozenset([reference(item, service.id.namespace) for item in named]) or everywhere


@lru_cache(maxsize=8)
def _expanded(cluster: Cluster) -> Mapping[int, tuple[Route, ...]]:
    return {id(service): _routes(cluster, service) for service in cluster.all(kinds.VIRTUAL_SERVICE)}


def routes(cluster: Cluster, service: Manifest) -> tuple[Route, ...]:
    """The http routes in the order the proxy tries them, each delegate's routes in place of the root's route."""
    return _expanded(cluster).get(id(service), ())


def _routes(cluster: Cluster, service: Manifest) -> tuple[Route, ...]:
    found: list[Route] = []
    for route in own_routes(service):
        row = get(service.body, *route.path)
        target = delegate_of(cluster, service, row) if "delegate" in row else None
        if target is None:
            found.append(route)
            continue
        for below in own_routes(target):
            merged = tuple(
                m for root in route.matches for leaf in below.matches if (m := merge(root, leaf)) is not None
            )
            if merged:
                found.append(Route(target, below.path, merged))
    return tuple(found)


def delegate_of(cluster: Cluster, service: Manifest, route: Any) -> Manifest | None:
    """The VirtualService that a route delegates to; None without `delegate` or where it is not here."""
    name = text(route, "delegate", "name")
    home = text(route, "delegate", "namespace") or service.id.namespace
    return cluster.get(kinds.VIRTUAL_SERVICE, home, name) if name else None


def merge(root: Match, leaf: Match) -> Match | None:
    """A delegate's match inside its root's; None where they contradict each other, so that Istio drops it."""
    body: dict[str, Any] = {**leaf.body}
    for field in _CONDITIONS:
        outer, inner = root.body.get(field), leaf.body.get(field)
        if outer in (None, {}):
            continue
        if inner in (None, {}):
            body[field] = outer
        elif field in ("headers", "withoutHeaders", "queryParams", "sourceLabels"):
            both = {**mapping(root.body, field), **mapping(leaf.body, field)}
            if any(both[key] != value for key, value in mapping(root.body, field).items()):
                return None
            body[field] = both
        elif field in ("port", "sourceNamespace"):
            if outer != inner:
                return None
        elif not implies(text_match(inner), text_match(outer), path=field == "uri"):
            return None
    return Match(leaf.manifest, leaf.path, body, root.gateways)


@lru_cache(maxsize=8)
def _by_service(cluster: Cluster) -> Mapping[int, tuple[Shadow, ...]]:
    return {id(service): _shadows(cluster, service) for service in cluster.all(kinds.VIRTUAL_SERVICE)}


def shadows(cluster: Cluster, service: Manifest) -> tuple[Shadow, ...]:
    """Every match of a VirtualService's http routes that an earlier one keeps from being reached."""
    return _by_service(cluster).get(id(service), ())


def _shadows(cluster: Cluster, service: Manifest) -> tuple[Shadow, ...]:
    before: list[Match] = []
    found: list[Shadow] = []
    for route in routes(cluster, service):
        lost = {match: shadow for match in route.matches if (shadow := _shadow(match, before)) is not None}
        found += lost.values() or _repeated(route)
        before += [match for match in route.matches if match not in lost]
    return tuple(found)


def _shadow(match: Match, before: list[Match]) -> Shadow | None:
    """Each gateway of a match may be taken away by another earlier match; one left over keeps it alive."""
    blockers: dict[int, Match] = {}
    for gateway in sorted(match.gateways):
        taken = next((e for e in before if gateway in e.gateways and covered_by(match, e)), None)
        if taken is None:
            return None
        blockers[id(taken)] = taken
    by = tuple(blockers.values())
    if any(m.canonical == match.canonical for m in by):
        return Shadow(match, SAME, by)
    return Shadow(match, CATCH_ALL if all(m.unconditional for m in by) else COVERED, by)


def _repeated(route: Route) -> Iterator[Shadow]:
    """Matches that a route lists twice. One that is merely narrower than its neighbour does no harm there."""
    first: dict[tuple[TextMatch | None, frozenset[str]], list[Match]] = {}
    for match in route.matches:
        # Only those for the same path are written out and compared.
        alike = first.setdefault((match.uri, match.gateways), [])
        same = next((earlier for earlier in alike if earlier.canonical == match.canonical), None)
        if same is not None:
            yield Shadow(match, SAME, (same,))
        else:
            alike.append(match)


@dataclass(frozen=True, eq=False)
class Dead:
    """What is never reached: a whole route, or one of its matches. `manifest` and `path` say where it is written."""

    manifest: Manifest
    path: Path
    why: str
    whole: bool
    by: tuple[Match, ...]
    match: Match


def dead(cluster: Cluster, service: Manifest) -> Iterator[Dead]:
    """The routes and matches of a VirtualService that are never reached, each once.

    What happens inside one delegate is told at the delegate, not again at each of its roots.
    """
    shadowed = {shadow.match: shadow for shadow in shadows(cluster, service)}
    if not shadowed:
        return
    for route in routes(cluster, service):
        mine = [shadowed[match] for match in route.matches if match in shadowed]
        mine = [s for s in mine if s.match.manifest is service or any(m.manifest is not s.match.manifest for m in s.by)]
        if mine and len(mine) == len(route.matches):
            why = next((w for w in (COVERED, CATCH_ALL) if any(s.why == w for s in mine)), SAME)
            blockers = tuple(dict.fromkeys(m for s in mine for m in s.by))
            yield Dead(route.manifest, route.path, why, True, blockers, mine[0].match)
            continue
        for shadow in mine:
            yield Dead(route.manifest, shadow.match.path, shadow.why, False, shadow.by, shadow.match)


def describe(match: Match) -> str:
    """A match in words, for messages."""
    said = []
    uri = text_match(match.body.get("uri"))
    if uri is not None:
        said.append(f"{uri.kind} `{uri.text}`" if uri.kind != PREFIX or uri.text else "every path")
    others = [field for field in _CONDITIONS[1:] if match.body.get(field) not in (None, {}, [], "", 0)]
    return " and ".join([*said, *others]) or "no condition"
