"""policy that keeps out the gateway it is routed from

Why: The gateway calls with its own identity. Where ALLOW policies admit others only, every request from outside is
answered with 403.
Source: https://istio.io/latest/docs/reference/config/security/authorization-policy/ and
https://istio.io/latest/docs/concepts/security/#implicit-enablement
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingress}
      servers: [{port: {name: http, number: 80, protocol: HTTP}, hosts: ["*"]}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: ingress, namespace: edge}
    spec:
      selector: {matchLabels: {istio: ingress}}
      template:
        metadata: {labels: {istio: ingress}}
        spec:
          containers:
            - {name: istio-proxy, image: auto}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [web.example.com]
      gateways: [edge/public]
      http: [{route: [{destination: {host: web}}]}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: 8080}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{from: [{source: {namespaces: [shop]}}]}]
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingress}
      servers: [{port: {name: http, number: 80, protocol: HTTP}, hosts: ["*"]}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: ingress, namespace: edge}
    spec:
      selector: {matchLabels: {istio: ingress}}
      template:
        metadata: {labels: {istio: ingress}}
        spec:
          containers:
            - {name: istio-proxy, image: auto}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [web.example.com]
      gateways: [edge/public]
      http: [{route: [{destination: {host: web}}]}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec:
      selector: {app: web}
      ports: [{name: http, port: 80, targetPort: 8080}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1", ports: [{containerPort: 8080}]}
    ---
    apiVersion: security.istio.io/v1
    kind: AuthorizationPolicy
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      rules: [{from: [{source: {namespaces: [shop, edge]}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.admission import Client, Request, account_of, refusing, trust_domain
from generator.facts.cluster import Cluster, PodTemplate
from generator.facts.istio_gateways import MESH, bound, find, pods
from generator.facts.istio_hosts import registry
from generator.facts.services import pod_port, pods_behind, service_ports
from generator.facts.virtual_services import Destination, destinations
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.AUTHORIZATION_POLICY,)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    told: set[tuple[str, int]] = set()
    callers: dict[str, list[Client]] = {}
    for route in cluster.all(kinds.VIRTUAL_SERVICE):
        for name in bound(route):
            gateway = find(cluster, name) if name != MESH else None
            for destination in destinations(route) if gateway is not None else ():
                service = registry(cluster).services.get(destination.full)
                if gateway is None or service is None or (name, id(service)) in told:
                    continue
                told.add((name, id(service)))
                if name not in callers:
                    callers[name] = _clients(cluster, gateway)
                for policy, client in _refused(cluster, service, destination, callers[name]):
                    yield _problem(gateway, route, service, destination, policy, client)


def _refused(
    cluster: Cluster, service: Manifest, destination: Destination, clients: list[Client]
) -> Iterator[tuple[Manifest, Client]]:
    """The first client that some pods refuse, and a policy of those that do."""
    for template in pods_behind(cluster, service):
        request = Request(_port(cluster, template, service, destination))
        for client in clients:
            policies = refusing(cluster, template, client, request)
            if policies:
                yield policies[0], client
                return


def _problem(
    gateway: Manifest, route: Manifest, service: Manifest, destination: Destination, policy: Manifest, client: Client
) -> Problem:
    who = f"{client.namespace}/{client.account}" if client.account else f"namespace {client.namespace}"
    return Problem(
        f"gateway `{gateway.id.name}` routes to `{service.id.name}`, and no policy admits it ({who})",
        ("spec",),
        fix="admit the gateway's namespace or principal",
        manifest=policy,
        related=(Place("the route", route, destination.path), Place("the gateway", gateway)),
    )


def _clients(cluster: Cluster, gateway: Manifest) -> list[Client]:
    domain = trust_domain(cluster)
    found = {Client(pod.namespace, account_of(pod), domain) for pod in pods(cluster, gateway)}
    return sorted(found, key=str) or [Client(gateway.id.namespace, "", domain)]


def _port(cluster: Cluster, template: PodTemplate, service: Manifest, destination: Destination) -> int | None:
    every = service_ports(cluster, service)
    wanted = [port for port in every if port.port == destination.port] if destination.port else every[:1]
    return (
        pod_port(template, wanted[0], cluster) if len(wanted) == 1 and (destination.port or len(every) == 1) else None
    )
