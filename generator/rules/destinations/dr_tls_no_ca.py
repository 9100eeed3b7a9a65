"""TLS to a server that nobody verifies

Why: Without CA certificates and names, older proxies accept any certificate: whoever sits between can read along.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0128/; since Istio 1.21 the system's certificates are
used by default (VERIFY_CERTIFICATE_AT_CLIENT), so it is told for older versions only.
Settings:
    products: {istio: "1.20"}
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api.example.com, trafficPolicy: {tls: {mode: SIMPLE}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api.example.com, trafficPolicy: {tls: {mode: SIMPLE, caCertificates: system}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.traffic_policies import blocks
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("tls",)

_VERIFYING = ("caCertificates", "credentialName", "subjectAltNames", "insecureSkipVerify")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if cluster.version("istio") >= (1, 21):
        return
    for path, tls in blocks(manifest, "tls"):
        if tls.get("mode") in ("SIMPLE", "MUTUAL") and not any(tls.get(field) for field in _VERIFYING):
            yield Problem(
                f"Istio {cluster.assumed('istio')} accepts any certificate without caCertificates or subjectAltNames",
                path,
                fix="add caCertificates (`system` for public servers) and subjectAltNames",
            )
