"""two VirtualServices for one host inside the mesh

Why: Sidecars use only one of them, the oldest, and ignore the others; only gateways merge VirtualServices.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0109/; of overlapping wildcards the most specific host
wins, so only equal hosts conflict.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api-timeouts, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - timeout: 5s
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api-edge, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import MESH
from generator.facts.istio_hosts import share_audience
from generator.facts.virtual_services import by_mesh_host, routing
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    read = routing(cluster, manifest)
    for n, host in enumerate(read.hosts if MESH in read.gateways else ()):
        for other in by_mesh_host(cluster).get(host, ()):
            if other is manifest:
                break
            # Told at the later one, once for each host.
            if share_audience(manifest, other):
                yield Problem(
                    f"VirtualService `{other.id.namespace}/{other.id.name}` routes `{host}` too: sidecars use only one",
                    ("spec", "hosts", n),
                    fix="put the routes of both into one VirtualService",
                    related=(Place("the other one", other, ("spec", "hosts")),),
                )
                break
