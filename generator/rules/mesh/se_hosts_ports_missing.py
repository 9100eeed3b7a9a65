"""ServiceEntry with unusable hosts, addresses or ports

Why: istiod refuses hosts and addresses that are none, a wildcard for everything and repeated ports; without ports no
traffic belongs to the entry.
Source: istio pkg/config/validation/validation.go, ValidateServiceEntry; the CEL rules of the CRD. Numbers that are no
port are told by port-range.
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
Bad (no address, and a name that no port can have):
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      addresses: [10.0.0.0/33]
      ports: [{name: tls_api, number: 443, protocol: TLS}]
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

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.attributes import address_problem
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import doubled, entries, text
from generator.facts.istio_names import host_fault, name_fault, plain_host
from generator.facts.istio_protocol import PROTOCOLS
from generator.facts.suggest import did_you_mean
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE_ENTRY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, host in enumerate(rows(manifest.body, "spec", "hosts")):
        if isinstance(host, str):
            yield from _host(host, ("spec", "hosts", n))
    for n, address in enumerate(rows(manifest.body, "spec", "addresses")):
        wrong = address_problem(address) if isinstance(address, str) else ""
        if wrong:
            fix = "write an address or a block such as 10.0.0.0/8"
            yield Problem(wrong, ("spec", "addresses", n), fix=fix)
    if not rows(manifest.body, "spec", "ports"):
        yield Problem("there is no port", ("spec",), fix="add the ports", severity="warning")
    ports = list(entries(manifest.body, "spec", "ports"))
    for field in ("name", "number"):
        for n, _, value in doubled((n, str(row.get(field, ""))) for n, row in ports):
            yield Problem(f"port {field} {value} stands twice", ("spec", "ports", n, field), fix="remove one of them")
    for n, row in ports:
        yield from _port(row, ("spec", "ports", n))


def _host(host: str, path: Path) -> Iterator[Problem]:
    wrong, partial = host_fault(host), host.startswith("*") and not host.startswith("*.")
    fix = f"write {plain_host(host)}" if wrong and not host_fault(plain_host(host)) else "write the full name"
    if host == "*" or wrong:
        yield Problem(f"host `{host}` is unusable: {wrong or 'it claims every host'}", path, fix=fix)
    elif partial:
        message = f"host `{host}` is unusable: a wildcard stands for whole labels only"
        yield Problem(message, path, fix="write *.NAME", severity="warning")
    elif "." not in host:
        # istiod takes it, but what it completes with a namespace is never this host.
        message = f"host `{host}` is a short name, which rules of other objects complete with their namespace"
        yield Problem(message, path, fix="write the full name", severity="warning")


def _port(row: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    name, protocol = text(row, "name"), text(row, "protocol")
    if name and (wrong := name_fault(name)):
        yield Problem(f"`{name}` cannot name a port: it {wrong}", (*path, "name"), fix="use hyphens")
    if protocol and protocol.lower() not in PROTOCOLS:
        hint = did_you_mean(protocol, (known.upper() for known in PROTOCOLS))
        yield Problem(f"protocol `{protocol}` is unknown{hint}", (*path, "protocol"), fix="name one that Istio knows")
