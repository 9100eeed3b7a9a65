"""one host in two ServiceEntries that disagree

Why: For a host and port Istio keeps the oldest entry's protocol and resolution; the other one's is ignored.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0177/
Bad:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      ports: [{name: tls, number: 443, protocol: TLS}]
      resolution: DNS
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: other}
    spec:
      hosts: [api.example.com]
      ports: [{name: https, number: 443, protocol: HTTPS}]
      resolution: NONE
Good:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      exportTo: ["."]
      ports: [{name: tls, number: 443, protocol: TLS}]
      resolution: DNS
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: other}
    spec:
      hosts: [api.example.com]
      exportTo: ["."]
      ports: [{name: https, number: 443, protocol: HTTPS}]
      resolution: NONE
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import text
from generator.facts.istio_hosts import registry, share_audience
from generator.facts.istio_protocol import host_ports
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE_ENTRY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    mine = {port.number: port for port in host_ports(manifest)}
    for n, host in enumerate(rows(manifest.body, "spec", "hosts")):
        for other in registry(cluster).entries.get(host, ()) if isinstance(host, str) else ():
            if other is manifest:
                break
            both = [(mine[port.number], port) for port in host_ports(other) if port.number in mine]
            differs = _resolution(manifest) != _resolution(other)
            if both and (differs or any(a.protocol != b.protocol for a, b in both)) and share_audience(manifest, other):
                yield Problem(
                    f"ServiceEntry `{other.id.namespace}/{other.id.name}` says otherwise for port {both[0][0].number}",
                    ("spec", "hosts", n),
                    fix="define the host once, or export each entry to its own namespace",
                    related=(Place("the other entry", other, both[0][1].path),),
                )
                break


def _resolution(entry: Manifest) -> str:
    return text(entry.body, "spec", "resolution") or "NONE"
