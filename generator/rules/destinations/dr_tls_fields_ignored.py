"""client certificates in a TLS mode that uses none

Why: With ISTIO_MUTUAL Istio brings its own certificates and with DISABLE there are none: what stands beside them is not
used, although somebody relies on it.
Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings; istiod takes
it (pkg/config/validation/agent/validation.go, ValidateTLS), so nobody else says so.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {tls: {mode: ISTIO_MUTUAL, caCertificates: /etc/certs/ca.pem}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}
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
NEEDS = ("clientCertificate", "privateKey", "caCertificates", "caCrl", "credentialName")

_FIELDS = ("clientCertificate", "privateKey", "caCertificates", "caCrl", "credentialName")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, tls in blocks(manifest, "tls"):
        # Without a mode it is DISABLE.
        mode = tls.get("mode") or "DISABLE"
        used = [field for field in _FIELDS if tls.get(field)]
        if mode in ("DISABLE", "ISTIO_MUTUAL") and used:
            yield Problem(
                f"mode {mode} does not use {used[0]}",
                (*path, used[0]),
                fix=f"remove {' and '.join(used)}, or use mode SIMPLE or MUTUAL",
                at_key=True,
            )
