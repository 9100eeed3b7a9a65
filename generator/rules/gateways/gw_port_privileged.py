"""gateway that may not open its port

Why: Ports below 1024 belong to root: a gateway that runs as another user never listens there.
Source: https://istio.io/latest/docs/setup/additional-setup/gateway/. The gateway listens on the target port of its
Service; NET_BIND_SERVICE and the sysctl net.ipv4.ip_unprivileged_port_start allow low ones.
Bad:
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
          securityContext: {runAsNonRoot: true, runAsUser: 1337}
          containers:
            - {name: istio-proxy, image: auto}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: gateway, namespace: edge}
    spec: {selector: {app: gateway}, ports: [{name: http, port: 80, targetPort: 80}]}
Good:
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
          securityContext: {runAsNonRoot: true, runAsUser: 1337}
          containers:
            - {name: istio-proxy, image: auto}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: gateway, namespace: edge}
    spec: {selector: {app: gateway}, ports: [{name: http, port: 80, targetPort: 8080}]}
Good (sysctl):
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
          securityContext:
            runAsNonRoot: true
            sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "0"}]
          containers:
            - {name: istio-proxy, image: auto}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: gateway, namespace: edge}
    spec: {selector: {app: gateway}, ports: [{name: http, port: 80, targetPort: 80}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, get, rows
from generator.facts.fields import entries, text
from generator.facts.istio_gateways import pods, servers_of
from generator.facts.services import pod_port, ports, services_of
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.GATEWAY,)

_LOW, _SYSCTL = 1024, "net.ipv4.ip_unprivileged_port_start"


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for template in pods(cluster, manifest):
        if _may_open(template):
            continue
        for server in servers_of(cluster, manifest):
            for service in services_of(cluster, template):
                low = [p for p in ports(service) if p.port == server.number and (pod_port(template, p) or _LOW) < _LOW]
                if low:
                    yield Problem(
                        f"the gateway would have to open port {pod_port(template, low[0])}, which only root may",
                        (*server.path, "port", "number"),
                        fix="lead the Service to a port above 1023",
                        related=(Place("the Service", service, low[0].path), Place("the pods", template.manifest)),
                    )


def _may_open(template: PodTemplate) -> bool:
    """Whether the pods may open low ports, or nothing tells that they may not."""
    spec = template.spec
    if any(text(row, "name") == _SYSCTL for _, row in entries(spec, "securityContext", "sysctls")):
        return True
    for _, container in template.containers():
        added = rows(container, "securityContext", "capabilities", "add")
        user = get(container, "securityContext", "runAsUser")
        if "NET_BIND_SERVICE" in added or "ALL" in added or user == 0:
            return True
    return get(spec, "securityContext", "runAsNonRoot") is not True and not get(spec, "securityContext", "runAsUser")
