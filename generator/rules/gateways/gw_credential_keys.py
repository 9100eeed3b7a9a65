"""certificate's Secret without what the gateway needs of it

Why: The gateway reads the certificate from tls.crt and tls.key (or cert and key), and for mutual TLS the authority of
its clients from ca.crt (or cacert) there or in a Secret of that name with -cacert. Without them the port stays closed.
Source: https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#key-formats; istio
pkg/config/analysis, IST0161.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: api-tls}
    ---
    apiVersion: external-secrets.io/v1
    kind: ExternalSecret
    metadata: {name: api-tls, namespace: edge}
    spec:
      secretStoreRef: {kind: ClusterSecretStore, name: vault}
      data:
        - {secretKey: certificate, remoteRef: {key: edge/api, property: crt}}
        - {secretKey: privateKey, remoteRef: {key: edge/api, property: key}}
Bad (nobody to verify clients by):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: MUTUAL, credentialName: api-tls}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: api-tls, namespace: edge}
    type: kubernetes.io/tls
    data: {tls.crt: YQ==, tls.key: Yg==}
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: MUTUAL, credentialName: api-tls}
        - hosts: [shop.example.com]
          port: {name: https-shop, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: shop-tls}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: api-tls, namespace: edge}
    type: Opaque
    data: {cert: YQ==, key: Yg==}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: api-tls-cacert, namespace: edge}
    type: Opaque
    data: {cacert: YQ==}
    ---
    apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata: {name: shop, namespace: edge}
    spec: {secretName: shop-tls, dnsNames: [shop.example.com], issuerRef: {name: ca}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.istio_gateways import homes, servers
from generator.facts.providers import Provider, keys_of, providers
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)
NEEDS = ("credentialName",)

_PAIRS = ({"tls.crt", "tls.key"}, {"cert", "key"})
_AUTHORITIES = {"ca.crt", "cacert"}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for server in servers(manifest):
        name = text(server.tls, "credentialName").removeprefix("kubernetes://")
        if not name or "/" in name or server.mode not in ("SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"):
            continue
        for home in homes(cluster, manifest):
            found = providers(cluster, "Secret", home, name)
            lacking = _lacking(cluster, found, home, name, mutual=server.mode != "SIMPLE") if found else ""
            if lacking:
                yield Problem(
                    f"the Secret `{name}` has no {lacking}",
                    (*server.path, "tls", "credentialName"),
                    fix=f"add {lacking} to it",
                    related=(Place("provided here", found[0].manifest),),
                )
                break


def _lacking(cluster: Cluster, found: tuple[Provider, ...], home: str, name: str, *, mutual: bool) -> str:
    """What a Secret lacks; "" when nothing, or when its keys cannot be known."""
    keys = keys_of(found)
    if keys is None:
        return ""
    if not any(pair <= keys for pair in _PAIRS):
        return " and ".join(sorted(_PAIRS[0] - keys))
    if mutual and not keys & _AUTHORITIES and not providers(cluster, "Secret", home, f"{name}-cacert"):
        return "ca.crt"
    return ""
