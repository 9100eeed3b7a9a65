"""two servers that claim one port

Why: All Gateways of one workload share its listeners: of two servers for one TLS host only one is used, its certificate
included, and one port cannot speak two protocols.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0145/; plain HTTP servers are merged, and of
overlapping wildcards the most specific host wins, so those are warnings.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: a, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: ["*.example.com"]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: a}
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: b, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: ["*.example.com"]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: b}
Bad (two protocols):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: a, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [a.example.com], port: {name: http, number: 80, protocol: HTTP}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: b, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [b.example.com], port: {name: tcp, number: 80, protocol: TCP}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: a, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [a.example.com], port: {name: http, number: 80, protocol: HTTP}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: b, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [b.example.com], port: {name: http, number: 80, protocol: HTTP}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: inside, namespace: edge}
    spec:
      selector: {istio: internal}
      servers: [{hosts: [a.example.com], port: {name: http, number: 80, protocol: HTTP}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.istio_gateways import Server, by_port, servers, share_pods
from generator.facts.istio_hosts import overlap
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)

_HTTP = ("HTTP", "HTTP2", "GRPC", "GRPC-WEB", "HTTP_PROXY")
_TLS = ("HTTPS", "TLS")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for server in servers(manifest):
        for other in by_port(cluster).get(server.number or 0, ()):
            if other.gateway is manifest:
                # Told at the later one; what one Gateway says twice is its own affair and told by its port names.
                break
            if _binds(server) == _binds(other) and share_pods(cluster, manifest, other.gateway):
                problem = _judge(server, other)
                if problem is not None:
                    yield problem
                    break


def _binds(server: Server) -> str:
    return text(server.gateway.body, "spec", "servers", server.position, "bind")


def _judge(server: Server, other: Server) -> Problem | None:
    whose = f"Gateway `{other.gateway.id.namespace}/{other.gateway.id.name}`"
    related = (Place("the other server", other.gateway, other.path),)
    if _family(server) != _family(other):
        return Problem(
            f"port {server.number} speaks {server.protocol} here and {other.protocol} in {whose}",
            (*server.path, "port", "protocol"),
            fix="use one protocol for a port",
            related=related,
        )
    for space, host in server.hosts:
        for their_space, theirs in other.hosts:
            if not overlap(host, theirs) or ("*" not in (space, their_space) and space != their_space):
                continue
            same = host == theirs
            if not same and server.protocol in _HTTP:
                continue
            return Problem(
                f"{whose} serves `{theirs}` on port {server.number} too",
                (*server.path, "hosts"),
                fix="serve each host by one Gateway",
                severity="error" if same and server.protocol in _TLS else "warning",
                related=related,
            )
    return None


def _family(server: Server) -> str:
    return "http" if server.protocol in _HTTP else "tls" if server.protocol in _TLS else server.protocol
