"""plain HTTP sent to a TLS port

Why: A port that maps HTTP to 443 only works when a DestinationRule makes the proxy begin TLS; without it the server
gets plain text and closes the connection.
Source: https://istio.io/latest/docs/tasks/traffic-management/egress/egress-tls-origination/
Bad:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      ports: [{name: http, number: 80, protocol: HTTP, targetPort: 443}]
      resolution: DNS
Good:
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      ports: [{name: http, number: 80, protocol: HTTP, targetPort: 443}]
      resolution: DNS
    ---
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api.example.com, trafficPolicy: {tls: {mode: SIMPLE}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, rows
from generator.facts.istio_protocol import HTTP, host_ports
from generator.facts.subsets import rules_for
from generator.facts.traffic_policies import policies
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE_ENTRY,)
NEEDS = ("targetPort",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    plain = [port for port in host_ports(manifest) if port.protocol in HTTP and port.target == 443 != port.number]
    for host in rows(manifest.body, "spec", "hosts") if plain else ():
        over = rules_for(cluster, host) if isinstance(host, str) else ()
        modes = [get(policy.body, "tls", "mode") for rule in over for policy in policies(rule)]
        if not any(mode in ("SIMPLE", "MUTUAL") for mode in modes):
            yield Problem(
                f"HTTP for `{host}` is sent to port 443 as plain text",
                plain[0].path,
                fix="add a DestinationRule with tls.mode SIMPLE",
            )
            return
