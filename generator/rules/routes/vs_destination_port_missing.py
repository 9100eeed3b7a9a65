"""destination port that the host does not have

Why: The proxy has no cluster for that port and answers 503. Routes name the port of the Service, not of the pods.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#PortSelector
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route: [{destination: {host: api, port: {number: 8080}}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80, targetPort: 8080}], selector: {app: api}}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route: [{destination: {host: api, port: {number: 80}}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80, targetPort: 8080}], selector: {app: api}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_hosts import owners
from generator.facts.istio_protocol import ports_at
from generator.facts.virtual_services import routing
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("number",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for target in routing(cluster, manifest).destinations:
        if target.port is None:
            continue
        found = owners(cluster, target.host, manifest.id.namespace)
        ports = [port for owner in found for port in ports_at(cluster, owner)]
        if not ports or any(port.number == target.port for port in ports):
            continue
        behind = next((port.number for port in ports if port.target == target.port), None)
        known = ", ".join(str(number) for number in sorted({port.number for port in ports}))
        yield Problem(
            f"`{target.full}` has no port {target.port}" + ("" if behind is None else ", its pods have"),
            (*target.path, "port", "number"),
            fix=f"write {known}" if behind is None else f"write {behind}, the port of the Service",
            related=(Place(f"its ports: {known}", found[0], ("spec", "ports")),),
        )
