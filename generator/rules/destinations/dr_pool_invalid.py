"""connection pool whose limits istiod refuses

Why: istiod refuses negative limits, and useClientProtocol beside an upgrade to HTTP/2: one keeps what the other
changes.
Source: istio pkg/config/validation/validation.go, validateConnectionPool.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {connectionPool: {tcp: {maxConnections: -1}}}}
Bad (two wishes):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {connectionPool: {http: {useClientProtocol: true, h2UpgradePolicy: UPGRADE}}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {connectionPool: {tcp: {maxConnections: 100}, http: {useClientProtocol: true}}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import whole
from generator.facts.traffic_policies import blocks
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("connectionPool",)

_LIMITS = (
    ("tcp", "maxConnections"),
    ("http", "http1MaxPendingRequests"),
    ("http", "http2MaxRequests"),
    ("http", "maxRequestsPerConnection"),
    ("http", "maxRetries"),
    ("http", "maxConcurrentStreams"),
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, pool in blocks(manifest, "connectionPool"):
        for part, field in _LIMITS:
            limit = whole(pool, part, field)
            if limit is not None and limit < 0:
                yield Problem(f"{field} {limit} is negative", (*path, part, field), fix="write 0 (no limit) or more")
        http = mapping(pool, "http")
        if http.get("useClientProtocol") is True and http.get("h2UpgradePolicy") == "UPGRADE":
            yield Problem(
                "h2UpgradePolicy UPGRADE beside useClientProtocol",
                (*path, "http", "h2UpgradePolicy"),
                fix="keep one of them",
            )
