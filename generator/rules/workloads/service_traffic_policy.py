"""traffic policy on a type of Service that has none

Why: The API server refuses externalTrafficPolicy without an outer door, healthCheckNodePort without Local on a
LoadBalancer, and affinity settings without ClientIP.
Source: kubernetes pkg/apis/core/validation/validation.go, validateServiceExternalTrafficPolicy.
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80}]}
Bad (affinity):
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {sessionAffinityConfig: {clientIP: {timeoutSeconds: 60}}, selector: {app: web}, ports: [{port: 80}]}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: web}, ports: [{port: 80}]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.fields import whole
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SERVICE,)
NEEDS = ("externalTrafficPolicy", "healthCheckNodePort", "sessionAffinityConfig")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = mapping(manifest.body, "spec")
    outer = spec.get("type") in ("NodePort", "LoadBalancer") or bool(rows(spec, "externalIPs"))
    if spec.get("externalTrafficPolicy") is not None and not outer:
        path: Path = ("spec", "externalTrafficPolicy")
        yield Problem("only a NodePort or LoadBalancer Service has externalTrafficPolicy", path, fix="remove it")
    local = spec.get("type") == "LoadBalancer" and spec.get("externalTrafficPolicy") == "Local"
    if spec.get("healthCheckNodePort") and not local:
        path = ("spec", "healthCheckNodePort")
        yield Problem(
            "healthCheckNodePort needs a LoadBalancer with externalTrafficPolicy Local", path, fix="remove it"
        )
    if spec.get("sessionAffinityConfig") is not None and spec.get("sessionAffinity") != "ClientIP":
        path = ("spec", "sessionAffinityConfig")
        yield Problem(
            "sessionAffinityConfig needs sessionAffinity: ClientIP", path, fix="add it, or remove the settings"
        )
    path = ("spec", "sessionAffinityConfig", "clientIP", "timeoutSeconds")
    timeout = whole(manifest.body, *path)
    if timeout is not None and not 1 <= timeout <= 86400:
        yield Problem(f"the timeout goes from 1 to 86400 seconds, here is {timeout}", path, fix="choose one inside")
