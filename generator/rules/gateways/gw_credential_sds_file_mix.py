"""server certificates in a TLS mode that uses none

Why: istiod refuses certificates with ISTIO_MUTUAL, which brings its own, and ignores them with PASSTHROUGH, where the
backend ends TLS.
Source: istio pkg/config/validation/validation.go, validateTLSOptions.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: tls, number: 443, protocol: TLS}
          tls: {mode: PASSTHROUGH, credentialName: api}
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - {hosts: [api.example.com], port: {name: tls, number: 443, protocol: TLS}, tls: {mode: PASSTHROUGH}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import servers_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)
NEEDS = ("credentialName", "credentialNames", "tlsCertificates", "serverCertificate", "privateKey", "caCertificates")

_FIELDS = ("credentialName", "credentialNames", "tlsCertificates", "serverCertificate", "privateKey", "caCertificates")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for server in servers_of(cluster, manifest):
        used = [field for field in _FIELDS if server.tls.get(field)]
        if used and server.mode in ("ISTIO_MUTUAL", "PASSTHROUGH", "AUTO_PASSTHROUGH"):
            mode = server.mode if "mode" in server.tls else f"{server.mode} (the default)"
            yield Problem(
                f"mode {mode} does not use {used[0]}",
                (*server.path, "tls", used[0]),
                fix=f"remove {' and '.join(used)}, or use mode SIMPLE or MUTUAL",
                severity="error" if server.mode == "ISTIO_MUTUAL" else "warning",
                at_key=True,
            )
