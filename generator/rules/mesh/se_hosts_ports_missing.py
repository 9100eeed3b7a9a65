"""ServiceEntry with unusable hosts or ports

Why: istiod refuses short or bare wildcard hosts and repeated ports; without ports no traffic belongs to the entry.
Source: istio pkg/config/validation/validation.go, ValidateServiceEntry; the CEL rules of the CRD.
Bad:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: all, namespace: shop}
    spec:
      hosts: ["*"]
      ports: [{name: tls, number: 443, protocol: TLS}]
Bad (one number twice):
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      ports: [{name: tls, number: 443, protocol: TLS}, {name: https, number: 443, protocol: HTTPS}]
      resolution: DNS
Good:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      ports: [{name: tls, number: 443, protocol: TLS}]
      resolution: DNS
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import doubled, entries, text, whole
from generator.facts.grammar import subdomain_fault
from generator.facts.istio_protocol import PROTOCOLS
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_ENTRY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, host in enumerate(rows(manifest.body, "spec", "hosts")):
        if not isinstance(host, str):
            continue
        wrong = "claims every host" if host == "*" else subdomain_fault(host.removeprefix("*."))
        if not wrong and "." not in host:
            wrong = "is a short name, which no client's request carries whole"
        if wrong:
            yield Problem(f"host `{host}` is unusable: {wrong}", ("spec", "hosts", n), fix="write the full name")
    if not rows(manifest.body, "spec", "ports"):
        yield Problem("there is no port", ("spec",), fix="add the ports", severity="warning")
    ports = list(entries(manifest.body, "spec", "ports"))
    for field in ("name", "number"):
        for n, _, value in doubled((n, str(row.get(field, ""))) for n, row in ports):
            yield Problem(f"port {field} {value} stands twice", ("spec", "ports", n, field), fix="remove one of them")
    for n, row in ports:
        number, protocol = whole(row, "number"), text(row, "protocol")
        if number is not None and not 1 <= number <= 65535:
            yield Problem(f"port {number} does not exist", ("spec", "ports", n, "number"), fix="write 1 to 65535")
        if protocol and protocol.lower() not in PROTOCOLS:
            here = ("spec", "ports", n, "protocol")
            yield Problem(f"protocol `{protocol}` is unknown", here, fix="name one that Istio knows")
