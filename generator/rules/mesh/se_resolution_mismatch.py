"""endpoints that the resolution cannot use

Why: The API server or istiod refuses it: NONE keeps the address the client asked for, STATIC needs IP addresses, DNS a
name that can be looked up.
Source: the CEL rules of the CRD; istio pkg/config/validation/validation.go, ValidateServiceEntry.
Bad:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: ["*.example.com"]
      ports: [{name: tls, number: 443, protocol: TLS}]
      resolution: DNS
Bad (NONE with endpoints):
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      ports: [{name: tls, number: 443, protocol: TLS}]
      endpoints: [{address: 10.0.0.1}]
Bad (STATIC with a name):
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      ports: [{name: tls, number: 443, protocol: TLS}]
      resolution: STATIC
      endpoints: [{address: api.internal}]
Good:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: ["*.example.com"]
      ports: [{name: tls, number: 443, protocol: TLS}]
      resolution: DNS
      endpoints: [{address: proxy.example.org}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.addresses import is_ip
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries, text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_ENTRY,)

_DYNAMIC = ("HTTP", "HTTP2", "HTTPS", "TLS", "GRPC")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    resolution = text(manifest.body, "spec", "resolution") or "NONE"
    listed = list(entries(manifest.body, "spec", "endpoints"))
    if resolution == "NONE" and listed:
        yield Problem(
            "resolution NONE uses no endpoints",
            ("spec", "endpoints"),
            fix="write resolution STATIC or DNS, or remove them",
            at_key=True,
        )
    if resolution == "STATIC":
        for n, row in listed:
            address = text(row, "address")
            if address and not is_ip(address) and not address.startswith("unix://"):
                yield Problem(
                    f"`{address}` is no IP address", ("spec", "endpoints", n, "address"), fix="write resolution DNS"
                )
    if resolution in ("DNS", "DNS_ROUND_ROBIN"):
        yield from _names(manifest, resolution, len(listed))
    if resolution not in ("NONE", "STATIC"):
        for n, address in enumerate(rows(manifest.body, "spec", "addresses")):
            if "/" in str(address):
                fix = "write single addresses, or resolution NONE or STATIC"
                yield Problem(f"resolution {resolution} takes no address ranges", ("spec", "addresses", n), fix=fix)
    if resolution == "DYNAMIC_DNS":
        yield from _dynamic(manifest)


def _names(manifest: Manifest, resolution: str, endpoints: int) -> Iterator[Problem]:
    for n, host in enumerate(rows(manifest.body, "spec", "hosts")):
        if str(host).startswith("*") and not endpoints:
            yield Problem(
                f"`{host}` cannot be looked up: resolution {resolution} needs endpoints for a wildcard",
                ("spec", "hosts", n),
                fix="add endpoints, or write resolution NONE or DYNAMIC_DNS",
            )
    if resolution == "DNS_ROUND_ROBIN" and endpoints > 1:
        yield Problem(
            "resolution DNS_ROUND_ROBIN takes one endpoint", ("spec", "endpoints"), fix="keep one, or write DNS"
        )


def _dynamic(manifest: Manifest) -> Iterator[Problem]:
    for n, host in enumerate(rows(manifest.body, "spec", "hosts")):
        if not str(host).startswith("*"):
            yield Problem(
                f"resolution DYNAMIC_DNS is for wildcards, not `{host}`", ("spec", "hosts", n), fix="write DNS"
            )
    for n, row in entries(manifest.body, "spec", "ports"):
        protocol = text(row, "protocol").upper()
        if protocol not in _DYNAMIC:
            yield Problem(
                f"resolution DYNAMIC_DNS cannot tell hosts apart on a {protocol or 'TCP'} port",
                ("spec", "ports", n),
                fix=f"use one of {', '.join(_DYNAMIC)}",
            )
