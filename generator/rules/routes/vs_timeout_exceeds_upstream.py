"""timeout longer than the load balancer waits

Why: The load balancer in front of the gateway cuts a connection on which nothing is said: the client gets its error
first, and the request runs on.
Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/classic/config-idle-timeout.html, as the annotation of
the gateway's Service sets it. The idleTimeout of a DestinationRule counts only connections without requests, so it
cuts none.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [shop.example.com]
      gateways: [edge/public]
      http: [{timeout: 120s, route: [{destination: {host: web}}]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {app: gateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.com"]}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: gateway, namespace: edge}
    spec:
      selector: {matchLabels: {app: gateway}}
      template:
        metadata: {labels: {app: gateway}}
        spec:
          containers:
            - {name: istio-proxy, image: auto}
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: gateway
      namespace: edge
      annotations: {service.beta.kubernetes.io/aws-load-balancer-connection-idle-timeout: "60"}
    spec: {type: LoadBalancer, selector: {app: gateway}, ports: [{name: http, port: 80}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [shop.example.com]
      gateways: [edge/public]
      http: [{timeout: 30s, route: [{destination: {host: web}}]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {app: gateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*.example.com"]}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: gateway, namespace: edge}
    spec:
      selector: {matchLabels: {app: gateway}}
      template:
        metadata: {labels: {app: gateway}}
        spec:
          containers:
            - {name: istio-proxy, image: auto}
    ---
    apiVersion: v1
    kind: Service
    metadata:
      name: gateway
      namespace: edge
      annotations: {service.beta.kubernetes.io/aws-load-balancer-connection-idle-timeout: "60"}
    spec: {type: LoadBalancer, selector: {app: gateway}, ports: [{name: http, port: 80}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.durations import SECOND, nanoseconds
from generator.facts.istio_gateways import MESH, bound, find, pods
from generator.facts.services import services_of
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("timeout",)

_IDLE = "service.beta.kubernetes.io/aws-load-balancer-connection-idle-timeout"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    slow = [(path, row, nanoseconds(row.get("timeout")) or 0) for path, row in http_routes(manifest)]
    if not any(timeout for _, _, timeout in slow):
        return
    limit, service = _shortest(cluster, manifest)
    for path, row, timeout in slow if service is not None else ():
        if service is not None and timeout > limit * SECOND:
            yield Problem(
                f"the timeout is {row['timeout']}, the load balancer in front waits {limit} seconds",
                (*path, "timeout"),
                fix=f"write {limit}s or less, or let the load balancer wait longer",
                related=(Place("the load balancer", service, ("metadata", "annotations", _IDLE)),),
            )


def _shortest(cluster: Cluster, route: Manifest) -> tuple[int, Manifest | None]:
    """The shortest time, in seconds, that a load balancer before the route's gateways waits, and its Service."""
    found: list[tuple[int, Manifest]] = []
    for name in bound(route):
        gateway = find(cluster, name) if name != MESH else None
        for template in pods(cluster, gateway) if gateway is not None else ():
            for service in services_of(cluster, template):
                written = mapping(service.body, "metadata", "annotations").get(_IDLE)
                if isinstance(written, str) and written.isascii() and written.isdigit():
                    found.append((int(written), service))
    return min(found, key=lambda each: each[0]) if found else (0, None)
