"""host `*` for every sidecar

Why: istiod refuses it: a VirtualService for sidecars that claims every host would capture all traffic of the mesh.
Source: istio pkg/config/validation/validation.go, ValidateVirtualService.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: ["*"]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
Bad (gateway and mesh):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: ["*"]
      gateways: [edge/public, mesh]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: ["*"]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.istio_gateways import MESH
from generator.facts.virtual_services import routing
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if MESH not in routing(cluster, manifest).gateways:
        return
    for n, host in enumerate(rows(manifest.body, "spec", "hosts")):
        if host == "*":
            yield Problem(
                "host `*` is refused for sidecars",
                ("spec", "hosts", n),
                fix="name the hosts, or bind the VirtualService to a gateway only",
                note="claims every host of the mesh",
            )
