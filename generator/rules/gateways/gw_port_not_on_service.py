"""server port that no Service of the gateway leads to

Why: A Gateway listens on the port of its pods. Without a Service port that targets it, nobody outside can reach it.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0162/
Bad:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [api.example.com], port: {name: http, number: 8443, protocol: HTTP}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: gateway, namespace: edge}
    spec: {ports: [{port: 443}], selector: {istio: ingressgateway}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: gateway, namespace: edge}
    spec:
      selector: {matchLabels: {istio: ingressgateway}}
      template:
        metadata: {labels: {istio: ingressgateway}}
        spec: {containers: [{name: istio-proxy, image: auto}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: ingressgateway}
      servers: [{hosts: [api.example.com], port: {name: http, number: 8080, protocol: HTTP}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: gateway, namespace: edge}
    spec: {ports: [{port: 80, targetPort: 8080}], selector: {istio: ingressgateway}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: gateway, namespace: edge}
    spec:
      selector: {matchLabels: {istio: ingressgateway}}
      template:
        metadata: {labels: {istio: ingressgateway}}
        spec: {containers: [{name: istio-proxy, image: auto}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import pods, servers_of
from generator.facts.services import pod_port, ports, services_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.GATEWAY,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for template in pods(cluster, manifest):
        services = services_of(cluster, template)
        offered = {pod_port(template, port) for service in services for port in ports(service)}
        if not offered:
            continue
        for server in servers_of(cluster, manifest):
            if server.number and server.number not in offered:
                known = ", ".join(str(number) for number in sorted(number for number in offered if number))
                yield Problem(
                    f"no Service leads to port {server.number} of the gateway's pods, only to {known}",
                    (*server.path, "port", "number"),
                    fix="add the port to the gateway's Service, or listen on one it has",
                    related=(Place("its ports", services[0], ("spec", "ports")),),
                )
        return
