"""API version of Istio that v1 replaces

Why: The objects are the same in v1, served since Istio 1.22; the older versions go some day. Those before Istio 1.5
are gone.
Source: https://istio.io/latest/blog/2024/v1-apis/
Bad:
    apiVersion: networking.istio.io/v1beta1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [web], http: [{route: [{destination: {host: web}}]}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec: {hosts: [web], http: [{route: [{destination: {host: web}}]}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.deprecated_apis import GONE_GROUPS
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
INSTEAD = True
KINDS = ("*",)

_SINCE = (1, 22)
_STABLE = (
    "AuthorizationPolicy", "DestinationRule", "Gateway", "PeerAuthentication", "RequestAuthentication", "ServiceEntry",
    "Sidecar", "Telemetry", "VirtualService", "WorkloadEntry", "WorkloadGroup",
)  # fmt: skip


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    group = manifest.id.group
    if group in GONE_GROUPS:
        message = f"Istio {cluster.assumed('istio')} reads nothing of group {group}"
        yield Problem(message, ("apiVersion",), fix=f"write it anew for {GONE_GROUPS[group]}", severity="error")
        return
    old = group.endswith(".istio.io") and manifest.id.kind in _STABLE and manifest.version != "v1"
    if old and cluster.version("istio") >= _SINCE:
        new = f"{group}/v1"
        message = f"{manifest.api_version} is replaced by {new} (Istio {cluster.assumed('istio')})"
        yield Problem(message, ("apiVersion",), fix=f"write `apiVersion: {new}`")
