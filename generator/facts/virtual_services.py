"""What a VirtualService sends where: every destination of its routes and mirrors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping, rows
from generator.facts.fields import entries, text, whole
from generator.facts.istio_gateways import MESH, bound
from generator.facts.istio_hosts import expand
from generator.model import Manifest, Path

PROTOCOLS = ("http", "tls", "tcp")


@dataclass(frozen=True, slots=True)
class Destination:
    """One destination. `protocol` is http, tls or tcp; `host` is written, `full` completed with the namespace."""

    path: Path
    protocol: str
    host: str
    full: str
    subset: str
    port: int | None
    mirror: bool = False


@dataclass(frozen=True, eq=False)
class Routing:
    """What rule after rule asks of a VirtualService, read once."""

    service: Manifest

    @cached_property
    def gateways(self) -> tuple[str, ...]:
        """Its gateways, as `bound` writes them."""
        return bound(self.service)

    @cached_property
    def hosts(self) -> tuple[str, ...]:
        """Its full hosts."""
        return hosts(self.service)

    @cached_property
    def destinations(self) -> tuple[Destination, ...]:
        """All of its destinations."""
        return tuple(destinations(self.service))


def routing(cluster: Cluster, service: Manifest) -> Routing:
    """The VirtualService that is judged at the moment, read once."""
    return cluster.once(service, _routing)


def _routing(service: Manifest, cluster: Cluster) -> Routing:
    return Routing(service)


def destinations(service: Manifest) -> Iterator[Destination]:
    """Every destination of a VirtualService, mirrors included."""
    for protocol in PROTOCOLS:
        for n, row in entries(service.body, "spec", protocol):
            for end, node in _ends(row):
                host = text(node, "host")
                if host:
                    full, port = expand(host, service.id.namespace), whole(node, "port", "number")
                    path = ("spec", protocol, n, *end)
                    yield Destination(path, protocol, host, full, text(node, "subset"), port, end[0] != "route")


def _ends(row: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """Where a route names its destinations, and what stands there."""
    for n, route in entries(row, "route"):
        yield ("route", n, "destination"), route.get("destination")
    if "mirror" in row:
        yield ("mirror",), row["mirror"]
    for n, mirror in entries(row, "mirrors") if "mirrors" in row else ():
        yield ("mirrors", n, "destination"), mirror.get("destination")


def route_lists(service: Manifest) -> Iterator[tuple[Path, list[Mapping[str, Any]]]]:
    """The destinations that share a route's requests: the path of the list and its rows."""
    for protocol in PROTOCOLS:
        for n, row in entries(service.body, "spec", protocol):
            found = [item for item in rows(row, "route") if isinstance(item, Mapping)]
            if found and len(found) == len(rows(row, "route")):
                yield ("spec", protocol, n, "route"), found


def http_routes(service: Manifest) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The http routes with their paths."""
    for n, row in entries(service.body, "spec", "http"):
        yield ("spec", "http", n), row


def hosts(service: Manifest) -> tuple[str, ...]:
    """The full hosts of a VirtualService; none makes it a delegate."""
    return tuple(
        expand(host, service.id.namespace) for host in rows(service.body, "spec", "hosts") if isinstance(host, str)
    )


def string_matches(service: Manifest) -> Iterator[tuple[Path, str, Mapping[str, Any]]]:
    """Every StringMatch of the http matches and CORS origins: its path, the field it is about, itself."""
    for path, row in http_routes(service):
        for m, match in entries(row, "match"):
            for field in ("uri", "scheme", "method", "authority"):
                if isinstance(match.get(field), Mapping):
                    yield (*path, "match", m, field), field, match[field]
            for field in ("headers", "withoutHeaders", "queryParams"):
                for key, node in mapping(match, field).items():
                    if isinstance(node, Mapping):
                        yield (*path, "match", m, field, key), f"{field} {key}", node
        for m, origin in entries(row, "corsPolicy", "allowOrigins"):
            yield (*path, "corsPolicy", "allowOrigins", m), "allowOrigins", origin


@lru_cache(maxsize=8)
def delegates(cluster: Cluster) -> frozenset[tuple[str, str]]:
    """Namespace and name of every VirtualService that another one delegates to."""
    found = set()
    for service in cluster.all(kinds.VIRTUAL_SERVICE):
        for _, row in http_routes(service):
            name = text(row, "delegate", "name")
            if name:
                found.add((text(row, "delegate", "namespace") or service.id.namespace, name))
    return frozenset(found)


@lru_cache(maxsize=8)
def by_mesh_host(cluster: Cluster) -> Mapping[str, tuple[Manifest, ...]]:
    """The VirtualServices that sidecars use, by full host."""
    found: dict[str, list[Manifest]] = {}
    for service in cluster.all(kinds.VIRTUAL_SERVICE):
        if MESH in bound(service):
            for host in dict.fromkeys(hosts(service)):
                found.setdefault(host, []).append(service)
    return {host: tuple(items) for host, items in found.items()}


@lru_cache(maxsize=8)
def by_gateway_host(cluster: Cluster) -> Mapping[tuple[str, str], tuple[Manifest, ...]]:
    """The VirtualServices bound to a gateway, by its reference and the full host."""
    found: dict[tuple[str, str], list[Manifest]] = {}
    for service in cluster.all(kinds.VIRTUAL_SERVICE):
        for gateway in dict.fromkeys(bound(service)):
            for host in dict.fromkeys(hosts(service)):
                found.setdefault((gateway, host), []).append(service)
    return {key: tuple(items) for key, items in found.items()}


@lru_cache(maxsize=8)
def routed_subsets(cluster: Cluster) -> frozenset[tuple[str, str]]:
    """Full host and name of every subset that some route or mirror leads to."""
    services = cluster.all(kinds.VIRTUAL_SERVICE)
    return frozenset((t.full, t.subset) for service in services for t in destinations(service) if t.subset)


def stage(cluster: Cluster) -> str:
    """What the environment is for: `development`, `staging`, `production`, or "" where nobody says."""
    found = get(cluster.settings, "stage")
    return found if isinstance(found, str) else ""
