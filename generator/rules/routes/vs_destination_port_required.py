"""destination without a port although its Service has several

Why: The proxy then takes the port the request came in on; on a gateway that is 80 or 443, which the Service does not
have, and every request gets 503.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0112/. Sidecars keep the caller's port, so a
VirtualService that only routes its own host for them works (istio pilot/pkg/networking/core/route/route.go,
GetDestinationCluster).
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: http, port: 8080}, {name: http-metrics, port: 9090}], selector: {app: api}}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api, port: {number: 8080}}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: http, port: 8080}, {name: http-metrics, port: 9090}], selector: {app: api}}
Good (its own host, for sidecars):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api, subset: v1}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: http, port: 8080}, {name: http-metrics, port: 9090}], selector: {app: api}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import MESH, bound
from generator.facts.istio_hosts import service_of
from generator.facts.services import ports
from generator.facts.virtual_services import destinations, hosts
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    sidecars_only = bound(manifest) == (MESH,)
    own = hosts(manifest)
    for target in destinations(manifest):
        service = service_of(cluster, target.host, manifest.id.namespace)
        if service is None or target.port is not None or (sidecars_only and own and set(own) == {target.full}):
            continue
        numbers = sorted({port.port for port in ports(service)})
        if len(numbers) > 1:
            yield Problem(
                f"`{target.full}` has {len(numbers)} ports and the destination names none",
                target.path,
                fix=f"add port.number: one of {', '.join(map(str, numbers))}",
                related=(Place("its ports", service, ("spec", "ports")),),
            )
