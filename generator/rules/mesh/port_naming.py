"""port whose protocol nobody declares

Why: The proxy then guesses from the first bytes: requests are delayed, server-first protocols hang, and http routes,
metrics and policies may not apply.
Source: https://istio.io/latest/docs/ops/configuration/traffic-management/protocol-selection/; only Services whose pods
have a sidecar are judged, gateways aside.
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: api, port: 8080}], selector: {app: api}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api}}
        spec: {containers: [{name: api, image: "api:1"}]}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{name: http-api, port: 8080}, {name: db, port: 3306}], selector: {app: api}}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: shop, labels: {istio-injection: enabled}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: api, namespace: shop}
    spec:
      selector: {matchLabels: {app: api}}
      template:
        metadata: {labels: {app: api}}
        spec: {containers: [{name: api, image: "api:1"}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_protocol import PROTOCOLS, SNIFFED, protocol_of
from generator.facts.services import pod_port, pods_behind, service_ports
from generator.facts.sidecars import PROXY_PORTS, injected, is_gateway
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    guessed = [port for port in service_ports(cluster, manifest) if protocol_of(port) == SNIFFED]
    behind = (
        [pod for pod in pods_behind(cluster, manifest) if injected(cluster, pod) and not is_gateway(pod)]
        if guessed
        else []
    )
    for port in guessed:
        # The proxy's own ports, such as the one for its status, never pass through it.
        if all(pod_port(pod, port) in PROXY_PORTS for pod in behind):
            continue
        if port.app_protocol:
            what, field = f"appProtocol `{port.app_protocol}`", "appProtocol"
            hint = did_you_mean(port.app_protocol, PROTOCOLS)
        else:
            what, hint, field = f"the name `{port.name}`" if port.name else "a missing name", "", "name"
        yield Problem(
            f"{what} declares no protocol for port {port.port}{hint}",
            (*port.path, field),
            fix="add appProtocol (http, grpc, tcp ...), or name the port by it: http-api",
        )
