"""host that istiod refuses

Why: Hosts are names, not addresses of services: with a scheme, a port, an underscore or a wildcard in the middle the
webhook refuses the object, and where no webhook runs the host never matches.
Source: istio pkg/config/validation/validation.go (ValidateVirtualService, validateDestination, validateServer,
ValidateDestinationRule, validateWorkloadEntry). Hosts of ServiceEntries and Sidecars have rules of their own.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: ["https://shop.example.com"]
      gateways: [edge/public]
      http: [{route: [{destination: {host: api.shop.svc.cluster.local}}]}]
Bad (a port in a destination):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http: [{route: [{destination: {host: "api:8080"}}]}]
Bad (a short name on a gateway):
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: [shop]}]
Bad (an address in another notation):
    apiVersion: networking.istio.io/v1
    kind: WorkloadEntry
    metadata: {name: vm, namespace: shop}
    spec: {address: "http://10.0.0.1", labels: {app: api}}
Good:
    apiVersion: networking.istio.io/v1
    kind: WorkloadEntry
    metadata: {name: vm, namespace: shop}
    spec: {address: vm1.example.com, labels: {app: api}}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [shop.example.com, "*.example.org", 10.0.0.1]
      gateways: [edge/public]
      http: [{route: [{destination: {host: api.shop.svc.cluster.local, port: {number: 8080}}}]}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*", "./*.example.org", "*/shop.example.com"]}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.addresses import is_ip
from generator.facts.cluster import Cluster, get, rows
from generator.facts.fields import entries
from generator.facts.istio_names import gateway_host_fault, host_fault, plain_host
from generator.facts.virtual_services import routing
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE, kinds.DESTINATION_RULE, kinds.GATEWAY, "WorkloadEntry.networking.istio.io")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, host, wrong in _faults(manifest, cluster):
        plain = plain_host(host)
        better = plain if plain != host and not host_fault(plain) else ""
        yield Problem(f"host `{host}` is refused: {wrong}", path, fix=f"write {better or 'the name only'}")


def _faults(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, str, str]]:
    """Each host that is refused: its path, itself, why."""
    if manifest.id.kind == "DestinationRule":
        host = get(manifest.body, "spec", "host")
        if isinstance(host, str) and (wrong := host_fault(host)):
            yield ("spec", "host"), host, wrong
    elif manifest.id.kind == "WorkloadEntry":
        host = get(manifest.body, "spec", "address")
        named = isinstance(host, str) and host != "" and not host.startswith("unix://") and not is_ip(host)
        if named and (wrong := "it is a wildcard" if "*" in host else host_fault(host)):
            yield ("spec", "address"), host, wrong
    elif manifest.id.kind == "Gateway":
        for n, row in entries(manifest.body, "spec", "servers"):
            for m, host in enumerate(rows(row, "hosts")):
                if isinstance(host, str) and (wrong := gateway_host_fault(host)):
                    yield ("spec", "servers", n, "hosts", m), host, wrong
    else:
        yield from _routed(manifest, cluster)


def _routed(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, str, str]]:
    for n, host in enumerate(rows(manifest.body, "spec", "hosts")):
        # Gateways between clusters route by names such as outbound_.80_._.api.shop.global.
        wrong = host_fault(host) if isinstance(host, str) and not host.startswith("outbound_.") else ""
        if wrong and not is_ip(host):
            yield ("spec", "hosts", n), host, wrong
    for target in routing(cluster, manifest).destinations:
        wrong = "it names every host" if target.host == "*" else host_fault(target.host)
        if wrong:
            yield (*target.path, "host"), target.host, wrong
