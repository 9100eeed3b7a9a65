"""TCP port that cannot be told from others

Why: Without an address of its own a TCP port is opened for every address: it collides with every other TCP service on
that port. Istio gives ServiceEntries addresses by itself only from 1.25 on, and never with resolution NONE.
Source: https://istio.io/latest/docs/ops/configuration/traffic-management/dns-proxy/#address-auto-allocation;
https://istio.io/latest/docs/reference/config/analysis/ist0134/
Settings:
    products: {istio: "1.24"}
Bad:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: db, namespace: shop}
    spec:
      hosts: [db.example.com]
      ports: [{name: tcp, number: 5432, protocol: TCP}]
      resolution: DNS
Good:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: db, namespace: shop}
    spec:
      hosts: [db.example.com]
      addresses: [240.240.0.1]
      ports: [{name: tcp, number: 5432, protocol: TCP}]
      resolution: DNS
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, rows
from generator.facts.fields import text
from generator.facts.istio_protocol import host_ports
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE_ENTRY,)

_OPT_IN = "networking.istio.io/enable-autoallocate-ip"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    wish = str(get(manifest.body, "metadata", "labels", _OPT_IN) or "").lower()
    wildcard = any("*" in str(host) for host in rows(manifest.body, "spec", "hosts"))
    given = text(manifest.body, "spec", "resolution") not in ("", "NONE") and not wildcard
    automatic = given and wish != "false" and (wish == "true" or cluster.version("istio") >= (1, 25))
    if rows(manifest.body, "spec", "addresses") or automatic:
        return
    for port in host_ports(manifest):
        if port.protocol in ("tcp", ""):
            yield Problem(
                f"port {port.number} is TCP and the entry has no address (Istio {cluster.assumed('istio')})",
                port.path,
                fix="add addresses, or a protocol that names its host (TLS, HTTP)",
            )
