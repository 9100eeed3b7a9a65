"""certificate that does not cover a host of its gateway

Why: Browsers refuse the connection: a certificate holds for the names it lists, a wildcard for one level only.
Source: https://cert-manager.io/docs/usage/certificate/ and RFC 6125 section 6.4.3.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: istio-ingress}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - port: {number: 443, name: https, protocol: HTTPS}
          hosts: [a.shop.example.com]
          tls: {mode: SIMPLE, credentialName: public-tls}
    ---
    apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata: {name: public, namespace: istio-ingress}
    spec: {secretName: public-tls, dnsNames: ["*.example.com"], issuerRef: {name: public}}
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: istio-ingress}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - port: {number: 443, name: https, protocol: HTTPS}
          hosts: [shop.example.com, "*.example.com"]
          tls: {mode: SIMPLE, credentialName: public-tls}
    ---
    apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata: {name: public, namespace: istio-ingress}
    spec: {secretName: public-tls, dnsNames: ["*.example.com"], issuerRef: {name: public}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import istio_gateways, kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)
NEEDS = ("credentialName",)

_CERTIFICATE = "Certificate.cert-manager.io"


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    homes = istio_gateways.homes(cluster, manifest)
    for server in istio_gateways.servers(manifest):
        name = text(server.tls, "credentialName")
        for certificate in cluster.all(_CERTIFICATE) if name else ():
            if text(certificate.body, "spec", "secretName") != name or certificate.id.namespace not in homes:
                continue
            names = [str(n) for n in rows(certificate.body, "spec", "dnsNames")] or [
                text(certificate.body, "spec", "commonName")
            ]
            for n, (_, host) in enumerate(server.hosts):
                if host != "*" and not any(_covers(listed, host) for listed in names):
                    yield Problem(
                        f"the certificate `{certificate.id.name}` does not cover `{host}`",
                        (*server.path, "hosts", n),
                        fix="add the host to dnsNames of the Certificate",
                        related=(Place("its names", certificate, ("spec", "dnsNames")),),
                    )


def _covers(listed: str, host: str) -> bool:
    if listed == host:
        return True
    head, _, rest = host.partition(".")
    return listed.startswith("*.") and head not in ("", "*") and listed[2:] == rest
