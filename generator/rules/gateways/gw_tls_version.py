"""TLS versions or ciphers that weaken the gateway or are ignored

Why: TLS 1.0 and 1.1 are broken, a minimum above the maximum leaves no version, and Envoy ignores ciphers it does not
know.
Source: istio pkg/config/validation/validation.go, validateTLSOptions; pkg/config/security/security.go,
IsValidCipherSuite; https://www.rfc-editor.org/rfc/rfc8996
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: api, minProtocolVersion: TLSV1_0}
Bad (nothing left):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: api, minProtocolVersion: TLSV1_3, maxProtocolVersion: TLSV1_2}
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls:
            mode: SIMPLE
            credentialName: api
            minProtocolVersion: TLSV1_2
            cipherSuites: [ECDHE-RSA-AES256-GCM-SHA384]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import text
from generator.facts.istio_gateways import Server, servers_of
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.GATEWAY,)
NEEDS = ("minProtocolVersion", "cipherSuites")

_CIPHERS = frozenset({
    "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA", "ECDHE-RSA-AES256-SHA",
    "AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA", "AES256-SHA", "DES-CBC3-SHA", "ALL",
})  # fmt: skip
_ORDER = ("TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for server in servers_of(cluster, manifest):
        yield from _versions(server)
        seen: set[str] = set()
        for n, name in enumerate(rows(server.tls, "cipherSuites")):
            path = (*server.path, "tls", "cipherSuites", n)
            if not isinstance(name, str):
                continue
            if name in seen:
                yield Problem(f"cipher `{name}` stands twice", path, fix="remove one of them")
            elif name[:1].isalnum() and name not in _CIPHERS:
                # What begins with a sign is an expression of BoringSSL and passed on as it is.
                hint = did_you_mean(name, _CIPHERS)
                yield Problem(f"cipher `{name}` is unknown and ignored{hint}", path, fix="name a cipher of Envoy's")
            seen.add(name)


def _versions(server: Server) -> Iterator[Problem]:
    least, most = text(server.tls, "minProtocolVersion"), text(server.tls, "maxProtocolVersion")
    path = (*server.path, "tls", "minProtocolVersion")
    if least in _ORDER[:2]:
        yield Problem(f"{least} is broken", path, fix="write TLSV1_2 or TLSV1_3")
    if least in _ORDER and most in _ORDER and _ORDER.index(least) > _ORDER.index(most):
        yield Problem(f"minimum {least} is above maximum {most}: no version is left", path, fix="swap them")
