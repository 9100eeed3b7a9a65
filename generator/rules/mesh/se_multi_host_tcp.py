"""several hosts on a port that cannot tell them apart

Why: istiod refuses it: plain TCP carries no host name, so it could not know which host a connection is for.
Source: istio pkg/config/validation/validation.go, ValidateServiceEntry.
Bad:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: db, namespace: shop}
    spec:
      hosts: [a.example.com, b.example.com]
      ports: [{name: tcp, number: 5432, protocol: TCP}]
      resolution: DNS
Good:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [a.example.com, b.example.com]
      ports: [{name: tls, number: 443, protocol: TLS}]
      resolution: DNS
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import text
from generator.facts.istio_protocol import HTTP, TLS, host_ports
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_ENTRY,)
NEEDS = ("resolution",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    hosts = rows(manifest.body, "spec", "hosts")
    if len(hosts) < 2 or text(manifest.body, "spec", "resolution") in ("", "NONE"):
        return
    for port in host_ports(manifest):
        if port.protocol not in HTTP | TLS:
            yield Problem(
                f"port {port.number} ({port.protocol.upper() or 'no protocol'}) cannot tell {len(hosts)} hosts apart",
                port.path,
                fix="write one ServiceEntry for each host, or protocol TLS or HTTP",
            )
            return
