"""port that is declared as one protocol and used as another

Why: appProtocol silently wins over the port's name, and http routes for sidecars do not apply to a port that is
declared as TCP: retries, timeouts and canaries are ignored.
Source: https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/; gateways speak HTTP to
any port, so only routes for sidecars are judged.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - timeout: 5s
          route: [{destination: {host: api}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: tcp-web, port: 80}], selector: {app: api}}
Bad (name and appProtocol):
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: tcp-web, port: 80, appProtocol: http}], selector: {app: api}}
Bad (http routes for a host that is called by HTTPS):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: pay, namespace: shop}
    spec:
      hosts: [pay.example.com]
      http: [{timeout: 5s, route: [{destination: {host: pay.example.com}}]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: ServiceEntry
    metadata: {name: pay, namespace: shop}
    spec: {hosts: [pay.example.com], resolution: DNS, ports: [{name: https, number: 443, protocol: HTTPS}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - timeout: 5s
          route: [{destination: {host: api}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: http-web, port: 80, appProtocol: kubernetes.io/h2c}], selector: {app: api}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.facts.istio_gateways import MESH
from generator.facts.istio_hosts import owners, registry, service_of
from generator.facts.istio_protocol import HTTP, SNIFFED, TLS, HostPort, by_name, ports_at, protocol_of
from generator.facts.services import service_ports
from generator.facts.virtual_services import routing
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (
    kinds.SERVICE,
    kinds.VIRTUAL_SERVICE,
)
NEEDS = ("appProtocol", "http")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if manifest.id.kind == "VirtualService":
        yield from _routes(manifest, cluster)
        return
    for port in service_ports(cluster, manifest):
        if not port.app_protocol:
            continue
        named, used = by_name(port.name), protocol_of(port)
        if SNIFFED not in (named, used) and _family(named) != _family(used):
            yield Problem(
                f"the name says {named}, appProtocol says {used}",
                (*port.path, "appProtocol"),
                fix=f"name the port {used} or write appProtocol: {named}",
            )


def _family(protocol: str) -> str:
    """Protocols that say the same of a port: all that are HTTP, all that are TLS."""
    return "http" if protocol in HTTP else "tls" if protocol in TLS else protocol


def _routes(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    read = routing(cluster, manifest)
    if MESH not in read.gateways:
        return
    if registry(cluster).entries:
        yield from _entries(manifest, cluster, set(read.hosts))
    for target in read.destinations:
        if target.protocol != "http" or target.full not in read.hosts or target.mirror:
            continue
        service = service_of(cluster, target.host, manifest.id.namespace)
        ports = ports_at(cluster, service) if service is not None else ()
        listed = [port for port in ports if target.port in (None, port.number)]
        if service is not None and listed and all(_speaks_no_http(port) for port in listed):
            yield Problem(
                f"http routes do not apply to port {listed[0].number}, which is declared as {listed[0].protocol}",
                target.path,
                fix="declare the port as http (name or appProtocol), or write tcp or tls routes",
                related=(Place("declared here", service, listed[0].path),),
            )


def _speaks_no_http(port: HostPort) -> bool:
    return port.protocol != SNIFFED and port.protocol not in HTTP


def _entries(manifest: Manifest, cluster: Cluster, own: set[str]) -> Iterator[Problem]:
    """Requests to a host of a ServiceEntry are only seen where one of its ports speaks HTTP."""
    for n, _ in entries(manifest.body, "spec", "http") if own else ():
        for host in sorted(own):
            found = owners(cluster, host, manifest.id.namespace)
            listed = [port for owner in found if owner.id.kind == "ServiceEntry" for port in ports_at(cluster, owner)]
            if listed and all(_speaks_no_http(port) for port in listed):
                yield Problem(
                    f"http routes do not apply to `{host}`: its port {listed[0].number} is {listed[0].protocol}, whose "
                    "requests the proxy cannot read",
                    ("spec", "http", n),
                    fix="write tls routes, or give the ServiceEntry an HTTP port and let the proxy begin TLS",
                    related=(Place("declared here", found[0], listed[0].path),),
                )
        return
