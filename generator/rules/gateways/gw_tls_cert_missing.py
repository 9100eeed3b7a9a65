"""server without a certificate, or with several

Why: A server that ends TLS must have exactly one source of certificates: istiod refuses one without, and of several it
uses one and ignores the others.
Source: istio pkg/config/validation/validation.go, validateTLSOptions; credentialNames and tlsCertificates are newer.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - {hosts: [api.example.com], port: {name: https, number: 443, protocol: HTTPS}, tls: {mode: SIMPLE}}
Bad (no certificates of the clients' authority):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: MUTUAL, serverCertificate: /etc/tls/tls.crt, privateKey: /etc/tls/tls.key}
Bad (files without a key, and nobody to verify clients by):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: gateway}
      servers:
        - port: {number: 443, name: https, protocol: HTTPS}
          hosts: [a.example.com]
          tls: {mode: MUTUAL, tlsCertificates: [{serverCertificate: /etc/certs/a.pem}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: MUTUAL, credentialName: api}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.facts.istio_gateways import Server, servers_of
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)
NEEDS = ("tls",)

_MODES = ("SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL")
_SOURCES = ("credentialName", "credentialNames", "tlsCertificates", "serverCertificate")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for server in servers_of(cluster, manifest):
        if server.mode in _MODES and server.protocol in ("HTTPS", "TLS"):
            yield from _judge(server)


def _judge(server: Server) -> Iterator[Problem]:
    path = (*server.path, "tls")
    sources = [field for field in _SOURCES if server.tls.get(field)]
    if len(sources) > 1:
        yield Problem(
            f"certificates come from {' and '.join(sources)}",
            (*path, sources[1]),
            fix="keep one source",
            severity="error" if "credentialNames" in sources else "warning",
            at_key=True,
        )
    if not sources:
        yield Problem(f"mode {server.mode} without a certificate", path, fix="add credentialName")
        return
    if set(sources) & {"credentialName", "credentialNames"}:
        return
    yield from _keys(server)
    if server.mode == "SIMPLE":
        if server.tls.get("caCrl"):
            yield Problem("caCrl in mode SIMPLE, which verifies no client", (*path, "caCrl"), fix="write mode MUTUAL")
    else:
        if not server.tls.get("caCertificates"):
            yield Problem(
                f"mode {server.mode} without caCertificates: no client could be verified",
                path,
                fix="add caCertificates",
            )


def _keys(server: Server) -> Iterator[Problem]:
    """Every certificate in a file needs its key."""
    pairs: list[tuple[Path, Mapping[str, Any]]] = [
        ((*server.path, "tls", "tlsCertificates", n), row) for n, row in entries(server.tls, "tlsCertificates")
    ]
    for path, pair in pairs or [((*server.path, "tls"), server.tls)]:
        for field, other in (("serverCertificate", "privateKey"), ("privateKey", "serverCertificate")):
            if pair.get(field) and not pair.get(other):
                yield Problem(f"{field} without {other}", path, fix=f"add {other}, or use credentialName")
