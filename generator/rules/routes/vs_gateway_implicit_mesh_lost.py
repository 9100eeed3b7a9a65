"""routes that only the gateway uses

Why: With a gateway named and `mesh` not, calls from inside the mesh to the same host ignore the VirtualService: its
timeouts, retries and splits do not apply to them.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService (gateways)
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local, api.example.com]
      gateways: [edge/public]
      http:
        - timeout: 5s
          route: [{destination: {host: api}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: api}}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local, api.example.com]
      gateways: [edge/public, mesh]
      http:
        - timeout: 5s
          route: [{destination: {host: api}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: api}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import MESH
from generator.facts.istio_hosts import registry
from generator.facts.virtual_services import by_mesh_host, routing
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("gateways",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if MESH in routing(cluster, manifest).gateways:
        return
    for host in routing(cluster, manifest).hosts:
        if host in registry(cluster).services and host not in by_mesh_host(cluster):
            yield Problem(
                f"calls to `{host}` from inside the mesh do not use these routes",
                ("spec", "gateways"),
                fix="add mesh to gateways, or remove the host",
            )
            return
