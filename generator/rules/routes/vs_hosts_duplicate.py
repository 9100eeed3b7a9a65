"""host that another host of the VirtualService covers

Why: istiod refuses hosts that repeat each other, wildcards included.
Source: istio pkg/config/validation/validation.go, ValidateVirtualService.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: ["*.example.com", "*.shop.example.com"]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: ["*.example.com", "*.example.org"]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.istio_gateways import MESH
from generator.facts.istio_hosts import overlap
from generator.facts.virtual_services import routing
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    hosts = [host for host in rows(manifest.body, "spec", "hosts") if isinstance(host, str)]
    if "*" in hosts and MESH in routing(cluster, manifest).gateways:
        # Every host is no host for sidecars: another rule tells that, and this would only repeat it.
        return
    for n, host in enumerate(hosts):
        before = next((other for other in hosts[:n] if overlap(other, host)), None)
        if before is not None:
            yield Problem(f"host `{host}` overlaps `{before}`", ("spec", "hosts", n), fix="keep the wider one")
