"""server whose TLS settings do not fit its protocol

Why: istiod refuses HTTPS and TLS servers without tls, and tls on plain ports, where only httpsRedirect is allowed.
Source: istio pkg/config/validation/validation.go, validateServer.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [api.example.com], port: {name: https, number: 443, protocol: HTTPS}}]
Bad (certificate on a plain port):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: http, number: 80, protocol: HTTP}
          tls: {mode: SIMPLE, credentialName: api}
Bad (a redirect where TLS is spoken already):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: gateway}
      servers:
        - port: {number: 443, name: https, protocol: HTTPS}
          hosts: [a.example.com]
          tls: {mode: SIMPLE, credentialName: a, httpsRedirect: true}
Good:
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
from generator.facts.cluster import Cluster, get
from generator.facts.istio_gateways import servers_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)

_SECURE = ("HTTPS", "TLS")
_PLAIN = ("TCP", "UDP", "MONGO", "REDIS", "MYSQL")
_LEFT_ALONE = ("httpsRedirect", "mode")
_HTTP = ("HTTP", "HTTP2", "GRPC", "GRPC-WEB", "HTTP_PROXY")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for server in servers_of(cluster, manifest):
        if server.protocol in _SECURE and get(server.gateway.body, *server.path, "tls") is None:
            yield Problem(
                f"protocol {server.protocol} without tls",
                server.path,
                fix="add tls with a mode and a credentialName",
                note="needs a certificate, or mode PASSTHROUGH",
            )
        elif server.protocol in _SECURE and not server.tls:
            fix, severity = "write mode: PASSTHROUGH, or SIMPLE and a credentialName", "warning"
            yield Problem("an empty tls means PASSTHROUGH", (*server.path, "tls"), fix=fix, severity=severity)
        elif server.protocol in _SECURE and server.tls.get("httpsRedirect") is True:
            yield Problem(
                f"httpsRedirect on a port of protocol {server.protocol}: nothing is left to redirect",
                (*server.path, "tls", "httpsRedirect"),
                fix="write it at the HTTP server",
                severity="warning",
                at_key=True,
            )
        elif server.protocol in _PLAIN and server.tls:
            yield Problem(
                f"tls on a {server.protocol} port", (*server.path, "tls"), fix="remove it, or use TLS", at_key=True
            )
        elif server.protocol in _HTTP:
            # PASSTHROUGH is what tls without a mode means, and changes nothing here.
            extra = [key for key, value in server.tls.items() if key not in _LEFT_ALONE and value]
            extra += ["mode"] if server.mode not in ("", "PASSTHROUGH", "AUTO_PASSTHROUGH") else []
            if extra:
                yield Problem(
                    f"tls.{extra[0]} on a port of protocol {server.protocol}",
                    (*server.path, "tls", extra[0]),
                    fix="write protocol HTTPS, or keep httpsRedirect only",
                    at_key=True,
                )
