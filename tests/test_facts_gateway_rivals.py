"""Servers of Gateways that may claim the same connections."""

from __future__ import annotations

import random

from generator.facts.cluster import Cluster
from generator.facts.gateway_rivals import family, rivals
from generator.facts.istio_gateways import Server, by_port, servers_of
from generator.facts.istio_hosts import overlap
from tests.rule_examples import cluster


def gateway(name: str, *servers: str) -> str:
    rows = "".join(f"    - {row}\n" for row in servers)
    return (
        f"---\napiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {{name: {name}, namespace: edge}}\n"
        f"spec:\n  selector: {{istio: gateway}}\n  servers:\n{rows}"
    )


def server(protocol: str, *hosts: str, number: int = 443) -> str:
    listed = ", ".join(f'"{host}"' for host in hosts)
    return f"{{hosts: [{listed}], port: {{name: p, number: {number}, protocol: {protocol}}}}}"


def names(seen: Cluster, position: int, place: int) -> list[tuple[str, int]]:
    chosen = servers_of(seen, seen.manifests[position])[place]
    return [(other.gateway.id.name, other.position) for other in rivals(seen, chosen)]


def test_only_servers_that_came_before_on_the_same_port_with_a_common_host_are_rivals() -> None:
    seen = cluster(
        gateway("a", server("HTTPS", "x.io", "y.io"), server("HTTPS", "z.io"), server("HTTPS", "y.io", number=8443))
        + gateway("b", server("HTTPS", "w.io"), server("HTTPS", "y.io"), server("HTTPS", "w.io", "z.io"))
    )
    assert names(seen, 0, 0) == [] and names(seen, 0, 1) == [] and names(seen, 0, 2) == []
    assert names(seen, 1, 0) == []
    assert names(seen, 1, 1) == [("a", 0)]
    assert names(seen, 1, 2) == [("a", 1), ("b", 0)]


def test_wildcards_meet_what_they_cover_and_what_covers_them() -> None:
    seen = cluster(
        gateway("a", server("HTTPS", "*.io"), server("HTTPS", "a.b.io"), server("HTTPS", "a.b.com"))
        + gateway("b", server("HTTPS", "*.b.io"), server("HTTPS", "*"), server("HTTPS", "b.io"))
    )
    assert names(seen, 0, 1) == [("a", 0)]
    assert names(seen, 1, 0) == [("a", 0), ("a", 1)]
    assert names(seen, 1, 1) == [("a", 0), ("a", 1), ("a", 2), ("b", 0)]
    assert names(seen, 1, 2) == [("a", 0), ("b", 1)]


def test_other_protocols_and_those_without_hosts_are_rivals_whatever_their_hosts_are() -> None:
    seen = cluster(
        gateway("a", server("HTTPS", "x.io"), server("HTTP", "y.io"), server("GRPC", "z.io"), server("TCP", "*"))
        + gateway("b", server("TCP", "v.io"), server("TLS", "w.io"))
    )
    assert [family(server) for server in servers_of(seen, seen.manifests[0])] == ["tls", "http", "http", "TCP"]
    assert names(seen, 0, 2) == [("a", 0)]
    assert names(seen, 1, 0) == [("a", 0), ("a", 1), ("a", 2), ("a", 3)]
    assert names(seen, 1, 1) == [("a", 1), ("a", 2), ("a", 3), ("b", 0)]


def slowly(seen: Cluster, one: Server) -> list[Server]:
    """What `rivals` says, by comparing with every server."""
    found = []
    for other in by_port(seen)[one.number or 0]:
        if other is one:
            break
        apart = family(one) != family(other) or family(one) not in ("http", "tls")
        if apart or any(overlap(mine, theirs) for _, mine in one.hosts for _, theirs in other.hosts):
            found.append(other)
    return found


def test_the_index_finds_what_comparing_every_pair_finds() -> None:
    chance = random.Random(8)
    hosts = ["*", "*.io", "*b.io", "b.io", "a.b.io", "*.a.b.io", "c.a.b.io", "x*.io", "x.com", "io", ""]
    for _ in range(60):
        rows = [
            server(chance.choice(["HTTP", "HTTP2", "HTTPS", "TLS", "TCP"]), *chance.sample(hosts, chance.randint(0, 3)))
            for _ in range(8)
        ]
        seen = cluster(gateway("a", *rows[:4]) + gateway("b", *rows[4:]))
        for manifest in seen.manifests:
            for one in servers_of(seen, manifest):
                assert list(rivals(seen, one)) == slowly(seen, one)
