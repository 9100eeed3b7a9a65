"""Gateway that takes every host

Why: On a shared gateway a VirtualService of any namespace can then claim any host.
Source: https://istio.io/latest/docs/ops/best-practices/security/#restrict-gateway-creation-privileges
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: ["*"], port: {name: http, number: 80, protocol: HTTP}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: ["shop/*.example.com"], port: {name: http, number: 80, protocol: HTTP}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import servers_of
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.GATEWAY,)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for server in servers_of(cluster, manifest):
        for n, (space, host) in enumerate(server.hosts):
            if space == "*" and host == "*":
                here = (*server.path, "hosts", n)
                yield Problem("the server takes every host of every namespace", here, fix="name the hosts")
