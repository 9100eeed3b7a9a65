"""The protocol Istio speaks on a port, and the ports of a host.

Source: https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/ and istio
pkg/config/kube/conversion.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text, whole
from generator.facts.services import ServicePort, ports
from generator.model import Manifest, Path

PROTOCOLS = (
    "tcp", "udp", "grpc", "grpc-web", "http", "http_proxy", "http2", "https", "tls", "mongo", "redis", "mysql",
)  # fmt: skip
"""Every protocol Istio knows, as names and appProtocol write it."""

HTTP = frozenset({"http", "http2", "http_proxy", "grpc", "grpc-web"})
"""Those whose requests http routes can tell apart."""

TLS = frozenset({"https", "tls"})
SNIFFED = ""
"""Nothing declares the protocol: the proxy looks at the first bytes."""

_STANDARD = {"kubernetes.io/h2c": "http2", "kubernetes.io/ws": "http", "kubernetes.io/wss": "https"}
_SERVER_FIRST = frozenset({25, 53, 3306, 27017})


@dataclass(frozen=True, slots=True)
class HostPort:
    """One port of a Service or ServiceEntry: `protocol` is one of PROTOCOLS or SNIFFED, `path` leads to its row."""

    number: int
    name: str
    protocol: str
    target: int | str
    path: Path


def by_name(name: str) -> str:
    """The protocol that a port's name or appProtocol declares, or SNIFFED."""
    word = name.lower()
    if word.startswith("grpc-web"):
        return "grpc-web"
    word = word.partition("-")[0]
    return word if word in PROTOCOLS else SNIFFED


def protocol_of(port: ServicePort) -> str:
    """The protocol of a Service's port: UDP as it is, else appProtocol, else the name up to its first hyphen.

    Ports of protocols whose server speaks first are plain TCP when nothing declares them.
    """
    if port.protocol == "UDP":
        return "udp"
    declared = _STANDARD.get(port.app_protocol) or by_name(port.app_protocol or port.name)
    if declared == SNIFFED and port.port in _SERVER_FIRST:
        return "tcp"
    return declared


def ports_at(cluster: Cluster, owner: Manifest) -> tuple[HostPort, ...]:
    """The ports of a Service or a ServiceEntry of the cluster, read once."""
    known = _ports(cluster).get(id(owner))
    return known if known is not None else tuple(host_ports(owner))


@lru_cache(maxsize=8)
def _ports(cluster: Cluster) -> Mapping[int, tuple[HostPort, ...]]:
    return {id(owner): tuple(host_ports(owner)) for owner in cluster.all(kinds.SERVICE, kinds.SERVICE_ENTRY)}


def host_ports(owner: Manifest) -> Iterator[HostPort]:
    """The ports of a Service or a ServiceEntry."""
    if owner.id.kind == "Service":
        for port in ports(owner):
            yield HostPort(port.port, port.name, protocol_of(port), port.target, port.path)
        return
    for n, row in entries(owner.body, "spec", "ports"):
        number = whole(row, "number")
        if number is not None:
            written = text(row, "protocol").lower()
            known = written if written in PROTOCOLS else SNIFFED
            target = whole(row, "targetPort")
            yield HostPort(number, text(row, "name"), known, target or number, ("spec", "ports", n))
