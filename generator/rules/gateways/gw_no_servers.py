"""Gateway that listens to nothing

Why: istiod refuses a Gateway without servers and a server without hosts.
Source: istio pkg/config/validation/validation.go, ValidateGateway.
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec: {selector: {istio: ingressgateway}, servers: []}
Bad (server without hosts):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [], port: {name: http, number: 80, protocol: HTTP}}]
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
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if not rows(manifest.body, "spec", "servers"):
        yield Problem("the gateway has no server", ("spec",), fix="add a server or remove the gateway")
    for n, row in entries(manifest.body, "spec", "servers"):
        if not rows(row, "hosts"):
            yield Problem("the server has no host", ("spec", "servers", n), fix="name the hosts it serves")
