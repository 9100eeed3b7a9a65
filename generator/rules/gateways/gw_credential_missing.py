"""certificate that lies nowhere the gateway can read it

Why: A gateway reads secrets in the namespace of its pods only. Without the secret the port does not answer TLS at all.
Source: https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/#troubleshooting
Settings:
    closedNamespaces: [edge]
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: shop-tls}
    ---
    apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata: {name: shop, namespace: shop}
    spec: {secretName: shop-tls, dnsNames: [api.example.com], issuerRef: {name: ca}}
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: shop}
    spec:
      selector: {istio: ingressgateway}
      servers:
        - hosts: [api.example.com]
          port: {name: https, number: 443, protocol: HTTPS}
          tls: {mode: SIMPLE, credentialName: shop-tls}
    ---
    apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata: {name: shop, namespace: edge}
    spec: {secretName: shop-tls, dnsNames: [api.example.com], issuerRef: {name: ca}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: gateway, namespace: edge}
    spec:
      selector: {matchLabels: {istio: ingressgateway}}
      template:
        metadata: {labels: {istio: ingressgateway}}
        spec: {containers: [{name: istio-proxy, image: auto}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import text
from generator.facts.istio_gateways import homes, pods, servers_of
from generator.facts.istio_hosts import root_namespace
from generator.facts.providers import provided_elsewhere, provided_names, providers
from generator.facts.suggest import slip
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)
NEEDS = ("credentialName", "credentialNames")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    told: set[tuple[str, str]] = set()
    for path, written in _named(manifest, cluster):
        name = written.removeprefix("kubernetes://")
        if "/" in name or "://" in name:
            continue
        for home in _homes(manifest, cluster, name):
            if (home, name) in told:
                continue
            if not providers(cluster, "Secret", home, name):
                told.add((home, name))
                yield from _missing(manifest, cluster, path, home, name)


def _homes(manifest: Manifest, cluster: Cluster, name: str) -> tuple[str, ...]:
    """Where the Secret must lie: beside the gateway's pods.

    Where those are not here, they run where the settings say, beside the Gateway, or in istio-system.
    """
    if pods(cluster, manifest):
        return homes(cluster, manifest)
    own, said = manifest.id.namespace, text(cluster.settings, "mesh", "gatewayNamespace")
    likely = (said or own, own, root_namespace(cluster))
    return () if any(providers(cluster, "Secret", space, name) for space in likely) else (said or own,)


def _missing(manifest: Manifest, cluster: Cluster, path: Path, home: str, name: str) -> Iterator[Problem]:
    others = provided_elsewhere(cluster, "Secret", home, name)
    close = slip(name, provided_names(cluster, "Secret", home))
    severity = "error" if close and not others else cluster.absence(kinds.SECRET, home, name)
    if not severity:
        return
    where = "where the gateway's pods run" if pods(cluster, manifest) else "and the gateway's pods are not here"
    hint = f", did you mean `{close}`?" if close else (f"; it lies in {others[0].namespace}" if others else "")
    yield Problem(
        f"nothing provides the Secret `{name}` in namespace {home}, {where}{hint}",
        path,
        fix=f"provide it in {home}" if pods(cluster, manifest) else "provide it in the namespace of the gateway's pods",
        severity=severity,
        related=tuple(Place("provided here", other.manifest) for other in others[:2]),
    )


def _named(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, str]]:
    for server in servers_of(cluster, manifest):
        here: Path = (*server.path, "tls")
        if server.mode in ("SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"):
            if text(server.tls, "credentialName"):
                yield (*here, "credentialName"), text(server.tls, "credentialName")
            for n, name in enumerate(rows(server.tls, "credentialNames")):
                if isinstance(name, str) and name:
                    yield (*here, "credentialNames", n), name
