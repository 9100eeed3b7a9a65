"""Gateway for every proxy

Why: Without a selector a Gateway applies to all pods of the mesh, sidecars included: each opens the port.
Source: https://istio.io/latest/docs/reference/config/networking/gateway/#Gateway
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      servers: [{hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.GATEWAY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not mapping(manifest.body, "spec", "selector"):
        yield Problem("the gateway has no selector and applies to every proxy", ("spec",), fix="add a selector")
