"""client certificate that is missing or given twice

Why: istiod refuses mode MUTUAL without a certificate and key, and a secret beside files: it cannot tell which to send.
Source: istio pkg/config/validation/agent/validation.go, ValidateTLS.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api.example.com, trafficPolicy: {tls: {mode: MUTUAL}}}
Bad (secret and file):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api.example.com
      trafficPolicy: {tls: {mode: MUTUAL, credentialName: client, clientCertificate: /etc/certs/cert.pem}}
Bad (nothing is verified):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api.example.com
      trafficPolicy: {tls: {mode: SIMPLE, insecureSkipVerify: true, caCertificates: /etc/certs/ca.pem}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api.example.com, trafficPolicy: {tls: {mode: MUTUAL, credentialName: client}}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.traffic_policies import blocks
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("tls",)

_FILES = ("clientCertificate", "privateKey", "caCertificates", "caCrl")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, tls in blocks(manifest, "tls"):
        if tls.get("mode") in ("SIMPLE", "MUTUAL"):
            yield from _judge(tls, path)


def _judge(tls: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    mutual = tls.get("mode") == "MUTUAL"
    files = [field for field in _FILES if tls.get(field)]
    if tls.get("insecureSkipVerify") is True:
        # For MUTUAL the secret holds the client's certificate, which is needed in any case.
        useless = ("caCertificates", "subjectAltNames", *(() if mutual else ("credentialName",)))
        used = [field for field in useless if tls.get(field)]
        if used:
            yield Problem(
                f"{used[0]} with insecureSkipVerify: nothing is verified",
                (*path, used[0]),
                fix="remove insecureSkipVerify, or what it makes useless",
            )
    if tls.get("credentialName"):
        if files:
            yield Problem(
                f"{files[0]} beside credentialName", (*path, files[0]), fix="keep the secret or the files", at_key=True
            )
    elif mutual:
        lacking = [field for field in ("clientCertificate", "privateKey") if not tls.get(field)]
        if lacking:
            yield Problem(
                f"mode MUTUAL without {' and '.join(lacking)}",
                path,
                fix="add credentialName, or clientCertificate and privateKey",
            )
