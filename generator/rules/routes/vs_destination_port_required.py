"""destination without a port although its host has several

Why: The proxy then takes the port the request came in on; on a gateway that is 80 or 443, which the Service does not
have, and every request gets 503.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0112/. Sidecars keep the caller's port, so a
VirtualService that only routes its own host for them works (istio pilot/pkg/networking/core/route/route.go,
GetDestinationCluster); a warning where every port that requests come in on happens to be one of the host.
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
from generator.facts.istio_gateways import MESH, accepting, find
from generator.facts.istio_hosts import owners, registry
from generator.facts.istio_protocol import ports_at
from generator.facts.virtual_services import routing
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    read = routing(cluster, manifest)
    for target in read.destinations:
        if target.port is not None or (read.gateways == (MESH,) and set(read.hosts) == {target.full}):
            continue
        found = owners(cluster, target.host, manifest.id.namespace)
        numbers = {port.number for owner in found for port in ports_at(cluster, owner)}
        if len(numbers) > 1:
            incoming = _incoming(cluster, manifest)
            fits = bool(incoming) and incoming <= numbers
            yield Problem(
                f"`{target.full}` has {len(numbers)} ports and the destination names none",
                target.path,
                fix=f"add port.number: one of {', '.join(map(str, sorted(numbers)))}",
                note=f"takes port {', '.join(map(str, sorted(incoming)))}, as requests come in" if fits else "",
                severity="warning" if fits else "error",
                related=(Place("its ports", found[0], ("spec", "ports")),),
            )


def _incoming(cluster: Cluster, manifest: Manifest) -> set[int]:
    """Every port that requests of the routes may come in on; empty where that is not known."""
    found: set[int] = set()
    read = routing(cluster, manifest)
    for name in read.gateways:
        if name == MESH:
            known = [registry(cluster).owners(host) for host in read.hosts]
            ports = {port.number for owned in known for owner in owned for port in ports_at(cluster, owner)}
            complete = all(known)
        else:
            gateway = find(cluster, name)
            used = accepting(cluster, gateway, read.hosts, manifest.id.namespace) if gateway else ()
            ports, complete = {server.number or 0 for server in used}, bool(used)
        if not complete:
            return set()
        found |= ports
    return found
