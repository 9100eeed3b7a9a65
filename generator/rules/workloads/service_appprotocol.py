"""appProtocol that nobody understands

Why: The names Kubernetes keeps for itself are kubernetes.io/h2c, /ws and /wss; with any other a mesh or gateway falls
back to guessing or to plain TCP.
Source: https://kubernetes.io/docs/concepts/services-networking/service/#application-protocol
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80, appProtocol: kubernetes.io/http2}]}
Bad (no name):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80, appProtocol: "HTTP 2"}]}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {selector: {app: web}, ports: [{port: 80, appProtocol: kubernetes.io/h2c}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster
from generator.facts.services import service_ports
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE,)
NEEDS = ("appProtocol",)

_STANDARD = ("kubernetes.io/h2c", "kubernetes.io/ws", "kubernetes.io/wss")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for port in service_ports(cluster, manifest):
        name, path = port.app_protocol, (*port.path, "appProtocol")
        if not name:
            continue
        if fault := grammar.key_fault(name):
            yield Problem(
                f"appProtocol `{name}` is malformed: {fault}",
                path,
                fix="write a protocol such as http or grpc",
                severity="error",
            )
        elif name.startswith("kubernetes.io/") and name not in _STANDARD:
            yield Problem(f"Kubernetes knows no appProtocol `{name}`", path, fix="write one of " + ", ".join(_STANDARD))
