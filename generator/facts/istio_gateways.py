"""Gateways: what VirtualServices call them, what their servers listen to, which pods they run on.

Source: https://istio.io/latest/docs/reference/config/networking/gateway/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, mapping, rows
from generator.facts.fields import entries, text, whole
from generator.facts.istio_hosts import covers, expand, overlap
from generator.facts.selector import matches_labels
from generator.model import Manifest, Path

MESH = "mesh"
"""The word for all sidecars."""

CHART_LABELS = {
    "istio": frozenset({"ingressgateway", "egressgateway", "eastwestgateway", "ingress", "egress", "gateway"}),
    "app": frozenset({"istio-ingressgateway", "istio-egressgateway", "istio-eastwestgateway", "istio-ingress"}),
}
"""Labels that Istio's own charts give the pods of gateways."""


def reference(name: str, namespace: str) -> str:
    """A gateway as `namespace/name`, whatever form a VirtualService in `namespace` names it in; MESH stays."""
    if name == MESH:
        return MESH
    if "/" in name:
        home, _, own = name.partition("/")
        return f"{namespace if home == '.' else home}/{own}"
    if "." in name:
        own, _, rest = name.partition(".")
        return f"{rest.partition('.')[0]}/{own}"
    return f"{namespace}/{name}"


def bound(service: Manifest) -> tuple[str, ...]:
    """The gateways of a VirtualService, as `reference` writes them; MESH when it names none."""
    named = [item for item in rows(service.body, "spec", "gateways") if isinstance(item, str) and item]
    return tuple(reference(item, service.id.namespace) for item in named) or (MESH,)


def find(cluster: Cluster, name: str) -> Manifest | None:
    """The Gateway that a reference (`namespace/name`) leads to."""
    home, _, own = name.partition("/")
    return cluster.get(kinds.GATEWAY, home, own)


@dataclass(frozen=True, slots=True)
class Server:
    """One server of a Gateway. `hosts` are pairs of the namespace it takes routes from (`*` for all) and the host."""

    gateway: Manifest
    position: int
    number: int | None
    protocol: str
    hosts: tuple[tuple[str, str], ...]
    tls: Mapping[str, Any]

    @property
    def path(self) -> Path:
        return ("spec", "servers", self.position)

    @property
    def mode(self) -> str:
        """The TLS mode in force; a server without TLS has none."""
        return text(self.tls, "mode") or ("PASSTHROUGH" if self.tls else "")

    @property
    def opaque(self) -> bool:
        """Whether the gateway passes TLS on without reading it."""
        return self.protocol in ("TLS", "HTTPS") and self.mode in ("PASSTHROUGH", "AUTO_PASSTHROUGH")

    def accepts(self, host: str, namespace: str) -> bool:
        """Whether a VirtualService of a namespace can bind a host here."""
        return any(space in ("*", namespace) and overlap(name, host) for space, name in self.hosts)


def servers(gateway: Manifest) -> Iterator[Server]:
    """The readable servers of a Gateway."""
    for n, row in entries(gateway.body, "spec", "servers"):
        hosts = tuple(_host(item, gateway.id.namespace) for item in rows(row, "hosts") if isinstance(item, str))
        protocol = text(row, "port", "protocol").upper()
        yield Server(gateway, n, whole(row, "port", "number"), protocol, hosts, mapping(row, "tls"))


def servers_of(cluster: Cluster, gateway: Manifest) -> tuple[Server, ...]:
    """The readable servers of a Gateway of the cluster, read once."""
    known = _listening(cluster).get(id(gateway))
    return known.servers if known is not None else tuple(servers(gateway))


def _host(written: str, namespace: str) -> tuple[str, str]:
    space, slash, host = written.partition("/")
    if not slash:
        return "*", written
    return (namespace if space == "." else space), host


@dataclass(frozen=True, eq=False)
class _Listening:
    """A Gateway's servers, and the places of their hosts: of exact ones by name, of wildcards all together."""

    servers: tuple[Server, ...]
    exact: Mapping[str, tuple[tuple[int, str], ...]]
    wild: tuple[tuple[int, str, str], ...]

    def accepting(self, host: str, namespace: str) -> set[int]:
        """The positions of the servers that a VirtualService of a namespace can bind a host to."""
        if "*" in host:
            return {n for n, server in enumerate(self.servers) if server.accepts(host, namespace)}
        found = [*self.exact.get(host, ()), *((n, space) for n, space, name in self.wild if overlap(name, host))]
        return {n for n, space in found if space in ("*", namespace)}


@lru_cache(maxsize=8)
def _listening(cluster: Cluster) -> Mapping[int, _Listening]:
    made = {}
    for gateway in cluster.all(kinds.GATEWAY):
        own = tuple(servers(gateway))
        exact: dict[str, list[tuple[int, str]]] = {}
        wild: list[tuple[int, str, str]] = []
        for n, server in enumerate(own):
            for space, name in server.hosts:
                if "*" in name:
                    wild.append((n, space, name))
                else:
                    exact.setdefault(name, []).append((n, space))
        made[id(gateway)] = _Listening(own, {name: tuple(places) for name, places in exact.items()}, tuple(wild))
    return made


def accepting(cluster: Cluster, gateway: Manifest, hosts: Iterable[str], namespace: str) -> tuple[Server, ...]:
    """The servers of a Gateway of the cluster that take any of a VirtualService's hosts, in order."""
    listening = _listening(cluster)[id(gateway)]
    found = {n for host in hosts for n in listening.accepting(host, namespace)}
    return tuple(listening.servers[n] for n in sorted(found))


@lru_cache(maxsize=256)
def _pods(cluster: Cluster, selector: tuple[tuple[str, Any], ...]) -> tuple[PodTemplate, ...]:
    wanted = dict(selector)
    return tuple(template for template in cluster.templates if matches_labels(wanted, template.labels))


def pods(cluster: Cluster, gateway: Manifest) -> tuple[PodTemplate, ...]:
    """The pod templates, of any namespace, that a Gateway's selector picks."""
    return _pods(cluster, selector_of(gateway))


def selector_of(gateway: Manifest) -> tuple[tuple[str, Any], ...]:
    """A Gateway's selector, sorted."""
    chosen = mapping(gateway.body, "spec", "selector")
    return tuple(sorted((key, value) for key, value in chosen.items() if isinstance(value, str)))


def homes(cluster: Cluster, gateway: Manifest) -> tuple[str, ...]:
    """The namespaces of a Gateway's pods, where its secrets must lie; its own when the pods are not here."""
    found = sorted({template.namespace for template in pods(cluster, gateway)})
    return tuple(found) or (gateway.id.namespace,)


@lru_cache(maxsize=8)
def _binders(cluster: Cluster) -> Mapping[str, tuple[Manifest, ...]]:
    found: dict[str, list[Manifest]] = {}
    for service in cluster.all(kinds.VIRTUAL_SERVICE):
        # One without hosts is a delegate: it binds nothing itself.
        for name in dict.fromkeys(bound(service)) if get(service.body, "spec", "hosts") else ():
            found.setdefault(name, []).append(service)
    return {name: tuple(items) for name, items in found.items()}


def binders(cluster: Cluster, name: str) -> tuple[Manifest, ...]:
    """The VirtualServices bound to a gateway (`namespace/name` or MESH)."""
    return _binders(cluster).get(name, ())


@lru_cache(maxsize=8)
def _binders_by_host(cluster: Cluster) -> Mapping[tuple[str, str], tuple[Manifest, ...]]:
    """By gateway and exact host; those with a wildcard by gateway and `*`."""
    found: dict[tuple[str, str], list[Manifest]] = {}
    for name, services in _binders(cluster).items():
        for service in services:
            for key in dict.fromkeys("*" if "*" in host else host for host in _hosts(service)):
                found.setdefault((name, key), []).append(service)
    return {key: tuple(items) for key, items in found.items()}


def binders_of(cluster: Cluster, name: str, host: str) -> tuple[Manifest, ...]:
    """The VirtualServices bound to a gateway that are for a host, which has no wildcard itself."""
    known = _binders_by_host(cluster)
    exact, wild = known.get((name, host), ()), known.get((name, "*"), ())
    named = {id(service) for service in exact}
    covering = (s for s in wild if any("*" in own and covers(own, host) for own in _hosts(s)))
    return (*exact, *(service for service in covering if id(service) not in named))


def _hosts(service: Manifest) -> list[str]:
    written = rows(service.body, "spec", "hosts")
    return [expand(host, service.id.namespace) for host in written if isinstance(host, str)]


@lru_cache(maxsize=8)
def by_port(cluster: Cluster) -> Mapping[int, tuple[Server, ...]]:
    """Every server of a cluster by the port it listens to, in the order of the Gateways."""
    found: dict[int, list[Server]] = {}
    for gateway in cluster.all(kinds.GATEWAY):
        for server in servers_of(cluster, gateway):
            found.setdefault(server.number or 0, []).append(server)
    return {number: tuple(items) for number, items in found.items()}


def share_pods(cluster: Cluster, one: Manifest, other: Manifest) -> bool:
    """Whether two Gateways run on common pods; where none are here, one selector must imply the other."""
    return _share_pods(cluster, selector_of(one), selector_of(other))


@lru_cache(maxsize=4096)
def _share_pods(cluster: Cluster, first: tuple[tuple[str, Any], ...], second: tuple[tuple[str, Any], ...]) -> bool:
    here = {id(template.manifest) for template in _pods(cluster, first)}
    if here:
        return any(id(template.manifest) in here for template in _pods(cluster, second))
    return bool(first) and bool(second) and (set(first) <= set(second) or set(second) <= set(first))
