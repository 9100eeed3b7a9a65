"""Gateway whose name VirtualServices cannot write

Why: istiod refuses names with dots: `gateways: [a.b]` would be read as Gateway `a` of namespace `b`.
Source: istio pkg/config/validation/validation.go, ValidateGateway.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: shop.example.com, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: shop-example-com, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_names import name_fault
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    name = manifest.id.name
    wrong = name_fault(name) if name else ""
    if wrong:
        fix = f"write {name.replace('.', '-')}" if not name_fault(name.replace(".", "-")) else "use hyphens"
        yield Problem(f"`{name}` cannot name a Gateway: it {wrong}", ("metadata", "name"), fix=fix)
