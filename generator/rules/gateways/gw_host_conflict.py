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
Bad (two servers of one Gateway):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: gateway}
      servers:
        - port: {number: 443, name: https, protocol: HTTPS}
          hosts: [a.example.com]
          tls: {mode: SIMPLE, credentialName: a}
        - port: {number: 443, name: other, protocol: HTTPS}
          hosts: [a.example.com]
          tls: {mode: SIMPLE, credentialName: b}
        - {port: {number: 443, name: plain, protocol: HTTP}, hosts: [b.example.com]}
Bad (two databases on one port):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: one, namespace: edge}
    spec:
      selector: {istio: gateway}
      servers: [{port: {number: 5432, name: tcp, protocol: TCP}, hosts: [one.example.com]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: two, namespace: edge}
    spec:
      selector: {istio: gateway}
      servers: [{port: {number: 5432, name: tcp, protocol: TCP}, hosts: [two.example.com]}]
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
from generator.facts.gateway_rivals import HTTP, TLS, family, rivals
from generator.facts.istio_gateways import Server, servers_of, share_pods
from generator.facts.istio_hosts import overlap
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for server in servers_of(cluster, manifest):
        bind = _binds(server)
        # Told at the later of two.
        for other in rivals(cluster, server):
            if _binds(other) == bind and (other.gateway is manifest or share_pods(cluster, manifest, other.gateway)):
                problem = _judge(server, other)
                if problem is not None:
                    yield problem
                    break


def _binds(server: Server) -> str:
    return text(server.gateway.body, "spec", "servers", server.position, "bind")


def _judge(server: Server, other: Server) -> Problem | None:
    own = other.gateway is server.gateway
    whose = f"server {other.position + 1}" if own else f"Gateway `{other.gateway.id.namespace}/{other.gateway.id.name}`"
    related = (Place("the other server", other.gateway, other.path),)
    if family(server) != family(other):
        return Problem(
            f"port {server.number} speaks {server.protocol} here and {other.protocol} in {whose}",
            (*server.path, "port", "protocol"),
            fix="use one protocol for a port",
            related=related,
        )
    if family(server) not in ("http", "tls"):
        return Problem(
            f"{whose} has port {server.number} too: without TLS or HTTP nothing tells their connections apart",
            (*server.path, "port", "number"),
            fix="give each server a port of its own",
            related=related,
        )
    for space, host in server.hosts:
        for their_space, theirs in other.hosts:
            if not overlap(host, theirs) or ("*" not in (space, their_space) and space != their_space):
                continue
            same = host == theirs
            # One Gateway may well have a wildcard and single hosts with certificates of their own.
            if (not same or own) and server.protocol in HTTP or (own and not same):
                continue
            return Problem(
                f"{whose} serves `{theirs}` on port {server.number} too",
                (*server.path, "hosts"),
                fix="serve each host by one Gateway",
                severity="error" if same and server.protocol in TLS else "warning",
                related=related,
            )
    return None
