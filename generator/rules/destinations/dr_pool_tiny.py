"""connection pool that lets one request through at a time

Why: Limits of one come from demonstrations of circuit breaking: under load nearly all requests get 503.
Source: https://istio.io/latest/docs/tasks/traffic-management/circuit-breaking/. Environments for development are left
alone.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: web, namespace: shop}
    spec: {host: web, trafficPolicy: {connectionPool: {tcp: {maxConnections: 1}, http: {http1MaxPendingRequests: 1}}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: web, namespace: shop}
    spec: {host: web, trafficPolicy: {connectionPool: {tcp: {maxConnections: 100}, http: {http2MaxRequests: 50}}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import whole
from generator.facts.traffic_policies import blocks
from generator.facts.virtual_services import stage
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
DEFAULT = False
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("connectionPool",)

_LIMITS = (("tcp", "maxConnections"), ("http", "http1MaxPendingRequests"), ("http", "http2MaxRequests"))


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    if stage(cluster) == "development":
        return
    for path, pool in blocks(manifest, "connectionPool"):
        for group, field in _LIMITS:
            # Zero means the default, which is large.
            if whole(get(pool, group), field) == 1:
                fix = "allow as many as the service can take"
                yield Problem(f"{field} is 1", (*path, group, field), fix=fix)
