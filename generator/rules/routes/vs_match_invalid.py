"""match with a value that cannot be

Why: istiod refuses subnets that are none and source namespaces that are no names: a wildcard there matches nothing.
Source: istio pkg/config/validation/virtualservice.go, validateHTTPRouteMatchRequest; validation.go, validateTLSMatch
and validateTCPMatch. Ports that do not exist are told by port-range.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: db, namespace: shop}
    spec:
      hosts: [db.example.com]
      tcp: [{match: [{destinationSubnets: [10.0.0.0/33]}], route: [{destination: {host: db.example.com}}]}]
Bad (a namespace with a wildcard):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http: [{match: [{sourceNamespace: "shop-*"}], route: [{destination: {host: api}}]}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: db, namespace: shop}
    spec:
      hosts: [db.example.com]
      http: [{match: [{sourceNamespace: shop, port: 0}], route: [{destination: {host: api, port: {number: 80}}}]}]
      tcp:
      - match: [{destinationSubnets: [10.0.0.0/8, "2001:db8::1"], port: 5432}]
        route: [{destination: {host: db.example.com}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.attributes import address_problem
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries, text
from generator.facts.istio_names import name_fault
from generator.facts.virtual_services import PROTOCOLS
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("sourceNamespace", "destinationSubnets")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for protocol in PROTOCOLS:
        for n, row in entries(manifest.body, "spec", protocol):
            for m, match in entries(row, "match"):
                yield from _judge(match, ("spec", protocol, n, "match", m))


def _judge(match: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    space = text(match, "sourceNamespace")
    if space and (wrong := name_fault(space)):
        fix = "name one namespace, or leave it out"
        yield Problem(f"namespace `{space}` {wrong}", (*path, "sourceNamespace"), fix=fix)
    for n, subnet in enumerate(rows(match, "destinationSubnets")):
        wrong = address_problem(subnet) if isinstance(subnet, str) else ""
        if wrong:
            fix = "write an address or a block such as 10.0.0.0/8"
            yield Problem(wrong, (*path, "destinationSubnets", n), fix=fix)
