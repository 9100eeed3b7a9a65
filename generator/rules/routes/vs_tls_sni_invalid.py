"""tls route for a name that the VirtualService does not own

Why: istiod refuses SNI names that are not among the hosts; clients do not send IP addresses as SNI.
Source: istio pkg/config/validation/validation.go, validateSniHost.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [a.example.com]
      gateways: [edge/public]
      tls:
        - match: [{sniHosts: [b.example.com]}]
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: ["*.example.com"]
      gateways: [edge/public]
      tls:
        - match: [{sniHosts: [b.example.com]}]
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.addresses import is_ip
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries
from generator.facts.istio_hosts import covers
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("tls",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    hosts = [host for host in rows(manifest.body, "spec", "hosts") if isinstance(host, str)]
    for n, row in entries(manifest.body, "spec", "tls"):
        for m, match in entries(row, "match"):
            path = ("spec", "tls", n, "match", m, "sniHosts")
            if not rows(match, "sniHosts"):
                yield Problem("the match names no SNI host", path[:-1], fix="add sniHosts")
            for k, name in enumerate(rows(match, "sniHosts")):
                if not isinstance(name, str):
                    continue
                if is_ip(name):
                    fix = "write the host's name"
                    yield Problem(f"clients do not send `{name}` as SNI", (*path, k), fix=fix, severity="warning")
                elif not any(covers(host, name) for host in hosts):
                    yield Problem(
                        f"`{name}` is not among the hosts {', '.join(hosts)}",
                        (*path, k),
                        fix="add it to hosts, or write one of them",
                    )
