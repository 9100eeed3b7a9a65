"""traffic policy that says nothing

Why: istiod refuses a trafficPolicy or connectionPool without any field.
Source: istio pkg/config/validation/validation.go, validateTrafficPolicy and validateConnectionPool.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {}}
Bad (connection pool):
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {connectionPool: {}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {connectionPool: {tcp: {maxConnections: 10}}}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.traffic_policies import policies
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("trafficPolicy",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    known = tuple(policies(manifest))
    for policy in known:
        if not any(value is not None for key, value in policy.body.items() if key != "port"):
            yield Problem("the traffic policy is empty", policy.path, fix="add a setting or remove it")
    for policy in known:
        pool = policy.body.get("connectionPool")
        if isinstance(pool, Mapping) and pool.get("tcp") is None and pool.get("http") is None:
            path = (*policy.path, "connectionPool")
            yield Problem("the connection pool is empty", path, fix="add tcp or http settings, or remove it")
