"""host of a gateway behind which there is no pod

Why: The gateway takes requests for the host and answers 404 when no VirtualService binds it, 503 when the Service
behind has no pods.
Source: https://istio.io/latest/docs/tasks/traffic-management/ingress/ingress-control/
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: shop}
    spec:
      selector: {istio: ingressgateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com, api.example.com]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [shop.example.com], gateways: [public], http: [{route: [{destination: {host: web}}]}]}
Bad (Service without pods):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: shop}
    spec:
      selector: {istio: ingressgateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop.example.com]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [shop.example.com], gateways: [public], http: [{route: [{destination: {host: web}}]}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: wep}, ports: [{name: http, port: 80}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: shop}
    spec:
      selector: {istio: ingressgateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop/shop.example.com, "*.example.org"]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [shop.example.com], gateways: [shop/public], http: [{route: [{destination: {host: web}}]}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop, labels: {app: web}}
    spec:
      containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import istio_gateways, istio_hosts, kinds, virtual_services
from generator.facts.cluster import Cluster, get, mapping
from generator.facts.operators import may_make_pods
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.GATEWAY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    name = f"{manifest.id.namespace}/{manifest.id.name}"
    for server in istio_gateways.servers(manifest):
        for n, (space, host) in enumerate(server.hosts):
            # A wildcard promises no host in particular; a redirect to https needs no route of its own.
            if "*" in host or server.tls.get("httpsRedirect") is True:
                continue
            path: Path = (*server.path, "hosts", n)
            bound = istio_gateways.binders_of(cluster, name, host)
            routes = [route for route in bound if space in ("*", route.id.namespace)]
            if not routes:
                yield _unrouted(cluster, manifest, path, space, host)
            for route in routes:
                yield from _podless(cluster, route, path, host)


def _unrouted(cluster: Cluster, gateway: Manifest, path: Path, space: str, host: str) -> Problem:
    known = cluster.closed(gateway.id.namespace if space == "*" else space)
    others = bool(istio_gateways.binders(cluster, f"{gateway.id.namespace}/{gateway.id.name}"))
    return Problem(
        f"no VirtualService binds `{host}` to this gateway: requests get 404",
        path,
        fix="add a VirtualService with this host and gateway, or remove the host",
        # Where nothing at all binds the gateway its routes live elsewhere.
        severity="error" if known else "warning" if others else "unverifiable",
    )


def _podless(cluster: Cluster, route: Manifest, path: Path, host: str) -> Iterator[Problem]:
    for destination in virtual_services.destinations(route):
        service = istio_hosts.service_of(cluster, destination.host, route.id.namespace)
        if service is None or destination.mirror or get(service.body, "spec", "type") == "ExternalName":
            continue
        space = service.id.namespace
        empty = mapping(service.body, "spec", "selector") and not cluster.behind(service)
        if empty and not may_make_pods(cluster, space) and (cluster.templates_in(space) or cluster.closed(space)):
            yield Problem(
                f"requests for `{host}` reach no pod: route `{route.id.name}`, Service `{service.id.name}`, nothing",
                path,
                fix="let the Service select pods that exist",
                severity="error" if cluster.closed(space) else "warning",
                related=(
                    Place("the route", route, destination.path),
                    Place("selects no pod", service, ("spec", "selector")),
                ),
            )
