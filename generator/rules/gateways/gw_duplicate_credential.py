"""one certificate for the hosts of several Gateways

Why: Browsers reuse one HTTP/2 connection for every host of its certificate. A request for the other Gateway's host then
comes in on the first one's listener, where no route knows it: 404.
Source: https://istio.io/latest/docs/ops/common-problems/network-issues/#404-errors-occur-when-multiple-gateways-configured-with-same-tls-certificate
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: a, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [a.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: wildcard}
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: b, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [b.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: wildcard}
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: a, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [a.example.com, b.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: wildcard}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.istio_gateways import Server, by_port, servers_of, share_pods
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.GATEWAY,)
NEEDS = ("credentialName",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for server in servers_of(cluster, manifest):
        name = text(server.tls, "credentialName")
        if not name or server.protocol != "HTTPS":
            continue
        for other in _users(cluster).get((server.number or 0, name), ()):
            if other.gateway is manifest:
                break
            if set(other.hosts) != set(server.hosts) and share_pods(cluster, manifest, other.gateway):
                yield Problem(
                    f"Gateway `{other.gateway.id.namespace}/{other.gateway.id.name}` uses the certificate `{name}` too",
                    (*server.path, "tls", "credentialName"),
                    fix="serve the hosts of one certificate by one server",
                    related=(Place("used here", other.gateway, (*other.path, "tls", "credentialName")),),
                )
                break


@lru_cache(maxsize=8)
def _users(cluster: Cluster) -> Mapping[tuple[int, str], tuple[Server, ...]]:
    """The servers by their port and certificate, in the order of the Gateways."""
    found: dict[tuple[int, str], list[Server]] = {}
    for number, listening in by_port(cluster).items():
        for server in listening:
            if name := text(server.tls, "credentialName"):
                found.setdefault((number, name), []).append(server)
    return {key: tuple(servers) for key, servers in found.items()}
