"""routes that the gateway's server cannot use

Why: A server that passes TLS on sees no requests, so only tls routes work there; one that speaks HTTP or HTTPS uses
http routes only, and one for plain TCP, or TLS that is no HTTPS, tcp routes only.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute; istio
pilot/pkg/networking/core/gateway.go (createGatewayTCPFilterChainOpts).
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - {hosts: [api.example.com], port: {name: tls, number: 443, protocol: TLS}, tls: {mode: PASSTHROUGH}}
Bad (tls routes behind a server that speaks HTTP):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      tls:
        - match: [{sniHosts: [api.example.com]}]
          route: [{destination: {host: api}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - {hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}
Bad (http routes behind a server that ends TLS for TCP):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: tls, number: 443, protocol: TLS}
          tls: {mode: SIMPLE, credentialName: api}
Bad (tcp routes behind a server that speaks HTTP):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: db, namespace: shop}
    spec:
      hosts: [db.example.com]
      gateways: [edge/public]
      tcp:
        - match: [{port: 80}]
          route: [{destination: {host: db}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - {hosts: [db.example.com], port: {name: http, number: 80, protocol: HTTP}}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - {hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}, tls: {httpsRedirect: true}}
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: api}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, rows
from generator.facts.istio_gateways import Server, accepting, find, reference
from generator.facts.istio_protocol import HTTP
from generator.facts.virtual_services import PROTOCOLS, routing
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)

_SAYS = {
    "http": ("speaks HTTP", "write http routes"),
    "tls": ("passes TLS on unread", "write tls routes, or end TLS at the gateway"),
    "tcp": ("forwards bytes", "write tcp routes, or protocol HTTP or HTTPS"),
}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    written = [protocol for protocol in PROTOCOLS if get(manifest.body, "spec", protocol)]
    own = routing(cluster, manifest).hosts
    for n, name in enumerate(rows(manifest.body, "spec", "gateways") if written else ()):
        gateway = find(cluster, reference(name, manifest.id.namespace)) if isinstance(name, str) else None
        if gateway is None:
            continue
        used = accepting(cluster, gateway, own, manifest.id.namespace)
        wanted = {_routes(server) for server in used}
        if used and "" not in wanted and not wanted & set(written):
            says, fix = _SAYS[_routes(used[0])]
            yield Problem(
                f"gateway `{name}` {says} for these hosts, so the {' and '.join(written)} routes do not apply",
                ("spec", "gateways", n),
                fix=fix,
                related=(Place("the server of the host", gateway, used[0].path),),
            )


def _routes(server: Server) -> str:
    """Which routes a server uses; "" where that is not known or it needs none."""
    if server.opaque:
        return "" if server.mode == "AUTO_PASSTHROUGH" else "tls"
    if server.protocol.lower() in HTTP or server.protocol == "HTTPS":
        return "http"
    return "tcp" if server.protocol in ("TLS", "TCP", "MONGO", "MYSQL", "REDIS") else ""
