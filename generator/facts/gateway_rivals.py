"""Servers of Gateways that listen to one port and may claim the same connections, found by an index of their hosts.

Source: https://istio.io/latest/docs/reference/config/networking/gateway/#Server
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import Server, by_port

HTTP = ("HTTP", "HTTP2", "GRPC", "GRPC-WEB", "HTTP_PROXY")
TLS = ("HTTPS", "TLS")


def family(server: Server) -> str:
    """What tells the connections of a server apart: `http`, `tls`, or its protocol, which tells nothing."""
    return "http" if server.protocol in HTTP else "tls" if server.protocol in TLS else server.protocol


def rivals(cluster: Cluster, server: Server) -> Iterator[Server]:
    """The servers before one of the cluster on its port that speak otherwise, share a host or tell no hosts apart."""
    port = _ports(cluster)[server.number or 0]
    here = port.places[id(server)]
    found: set[int] = set()
    for name, places in port.families.items():
        if name != family(server) or name not in ("http", "tls"):
            found.update(places)
    for _, host in server.hosts:
        found.update(port.meeting(host))
    return (port.servers[place] for place in sorted(found) if place < here)


class _Port:
    """The servers of one port: their places by what they speak, and by what the hosts are that they serve."""

    def __init__(self, servers: tuple[Server, ...]) -> None:
        self.servers = servers
        self.places = {id(server): place for place, server in enumerate(servers)}
        self.families: dict[str, list[int]] = {}
        self._named: dict[str, list[int]] = {}
        for place, server in enumerate(servers):
            self.families.setdefault(family(server), []).append(place)
            for _, host in server.hosts:
                self._named.setdefault(host, []).append(place)
        wild = any(host.startswith("*") for host in self._named)
        self._wild = {host[1:]: places for host, places in self._named.items() if host.startswith("*")}
        self._ending: dict[str, list[int]] = {}
        for host, places in self._named.items() if wild else ():
            for ending in _endings(host):
                self._ending.setdefault(ending, []).extend(places)

    def meeting(self, host: str) -> Iterator[int]:
        """The places of the servers with a host that overlaps a host of the port."""
        yield from self._named[host]
        for ending in _endings(host) if self._wild else ():
            yield from self._wild.get(ending, ())
        if host.startswith("*"):
            yield from self._ending.get(host[1:], ())


def _endings(host: str) -> Iterator[str]:
    """What a wildcard over a host may end with."""
    plain = host.lstrip("*") if host.startswith("*") else host
    return (plain[n:] for n in range(len(plain) + 1))


@lru_cache(maxsize=8)
def _ports(cluster: Cluster) -> Mapping[int, _Port]:
    return {number: _Port(servers) for number, servers in by_port(cluster).items()}
