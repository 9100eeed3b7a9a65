"""gateway that takes none of the hosts

Why: A gateway only serves the hosts of its servers: the VirtualService is bound to it and never used.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0132/
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: ["*.example.org"], port: {name: http, number: 80, protocol: HTTP}}]
Bad (routes of this namespace are not taken):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: ["./*.example.com"], port: {name: http, number: 80, protocol: HTTP}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
    ---
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
from generator.facts.cluster import Cluster, rows
from generator.facts.istio_gateways import accepting, find, reference, servers
from generator.facts.virtual_services import routing
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("gateways",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    own = routing(cluster, manifest).hosts
    for n, written in enumerate(rows(manifest.body, "spec", "gateways")):
        gateway = find(cluster, reference(written, manifest.id.namespace)) if isinstance(written, str) else None
        if gateway is None or not own or accepting(cluster, gateway, own, manifest.id.namespace):
            continue
        listening = tuple(servers(gateway))
        if listening:
            taken = sorted({f"{space}/{host}" if space != "*" else host for s in listening for space, host in s.hosts})
            yield Problem(
                f"gateway `{written}` takes none of the hosts {', '.join(own)}",
                ("spec", "gateways", n),
                fix="add the host to a server of the gateway, or bind another gateway",
                related=(Place(f"it takes {', '.join(taken)}", gateway, ("spec", "servers")),),
            )
