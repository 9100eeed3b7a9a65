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

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.addresses import is_ip
from generator.facts.cluster import Cluster, get, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.istio_listeners import SOCKET
from generator.facts.istio_names import host_fault, plain_host
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_ENTRY,)
NEEDS = ("resolution", "endpoints", "workloadSelector")

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
    selects = get(manifest.body, "spec", "workloadSelector") is not None
    if selects and resolution in ("NONE", "DNS", "DNS_ROUND_ROBIN"):
        fix = "write resolution STATIC, or remove the selector"
        message = f"resolution {resolution} finds no endpoints by label"
        yield Problem(message, ("spec", "workloadSelector"), fix=fix, severity="warning", at_key=True)
    if resolution == "STATIC" and not listed and not selects:
        message = "resolution STATIC without endpoints: every request gets 503"
        yield Problem(message, ("spec", "resolution"), fix="list the endpoints", severity="warning")
    for n, row in listed if resolution != "NONE" else ():
        yield from _endpoint(manifest, row, ("spec", "endpoints", n), resolution)
    if resolution in ("DNS", "DNS_ROUND_ROBIN"):
        yield from _names(manifest, resolution, len(listed))
    if resolution not in ("NONE", "STATIC"):
        for n, address in enumerate(rows(manifest.body, "spec", "addresses")):
            if "/" in str(address):
                fix = "write single addresses, or resolution NONE or STATIC"
                yield Problem(f"resolution {resolution} takes no address ranges", ("spec", "addresses", n), fix=fix)
    if resolution == "DYNAMIC_DNS":
        yield from _dynamic(manifest)


def _endpoint(manifest: Manifest, row: Mapping[str, Any], path: Path, resolution: str) -> Iterator[Problem]:
    address, ports = text(row, "address"), rows(manifest.body, "spec", "ports")
    if resolution == "STATIC":
        if address.startswith(SOCKET):
            if len(ports) > 1:
                message = f"a socket serves one port, the entry has {len(ports)}"
                yield Problem(message, (*path, "address"), fix="write one ServiceEntry for each")
        elif address and not is_ip(address):
            yield Problem(f"`{address}` is no IP address", (*path, "address"), fix="write resolution DNS")
    elif address and not is_ip(address) and (wrong := "it is a wildcard" if "*" in address else host_fault(address)):
        plain = plain_host(address)
        fix = f"write {plain}" if not host_fault(plain) else "write a host's full name"
        yield Problem(f"`{address}` cannot be looked up: {wrong}", (*path, "address"), fix=fix)
    known = {text(port, "name") for port in ports}
    for name in mapping(row, "ports"):
        if name not in known:
            message = f"the entry has no port `{name}`{did_you_mean(str(name), known)}"
            yield Problem(message, (*path, "ports", name), fix="name a port of the entry", at_key=True)


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
