"""routes that the gateway's server cannot use

Why: A server with TLS passthrough sees no requests, so only tls routes work there; a server that ends TLS or speaks
HTTP uses http routes only.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#TLSRoute
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
from generator.facts.istio_gateways import accepting, find, reference
from generator.facts.virtual_services import hosts
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("gateways",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    http, tls, tcp = (bool(get(manifest.body, "spec", field)) for field in ("http", "tls", "tcp"))
    own = hosts(manifest)
    for n, written in enumerate(rows(manifest.body, "spec", "gateways")):
        gateway = find(cluster, reference(written, manifest.id.namespace)) if isinstance(written, str) else None
        if gateway is None:
            continue
        used = accepting(cluster, gateway, own, manifest.id.namespace)
        if not used:
            continue
        if http and not (tls or tcp) and all(server.opaque for server in used):
            message = f"gateway `{written}` passes TLS on unread, so the http routes do not apply"
            fix = "write tls routes, or end TLS at the gateway"
        elif tls and not (http or tcp) and not any(server.opaque for server in used):
            message = f"no server of gateway `{written}` passes TLS on, so the tls routes do not apply"
            fix = "write http routes, or a server with mode PASSTHROUGH"
        else:
            continue
        yield Problem(
            message,
            ("spec", "gateways", n),
            fix=fix,
            related=(Place("the server of the host", gateway, used[0].path),),
        )
