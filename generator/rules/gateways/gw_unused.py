"""Gateway that no VirtualService binds

Why: It answers 404 to every request, and its hosts and certificates look used.
Source: https://istio.io/latest/docs/reference/config/networking/gateway/
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http: [{route: [{destination: {host: api}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import binders
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.GATEWAY,)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not binders(cluster, f"{manifest.id.namespace}/{manifest.id.name}"):
        yield Problem("no VirtualService binds the gateway", ("metadata", "name"), fix="bind it or remove it")
