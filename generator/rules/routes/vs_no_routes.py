"""VirtualService without routes

Why: istiod refuses one without http, tls and tcp.
Source: istio pkg/config/validation/validation.go, ValidateVirtualService.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      tcp:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.virtual_services import PROTOCOLS
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not any(rows(manifest.body, "spec", protocol) for protocol in PROTOCOLS):
        yield Problem("there is no http, tls or tcp route", ("spec",), fix="add a route or remove the object")
