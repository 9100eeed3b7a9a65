"""DestinationRule whose short host means another namespace

Why: Istio completes a name without dots with the namespace of the DestinationRule, where no such Service stands, so the
rule applies to nothing.
Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#DestinationRule
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: istio-system}
    spec: {host: api, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: api}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: istio-system}
    spec: {host: api.shop.svc.cluster.local, trafficPolicy: {loadBalancer: {simple: RANDOM}}}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: api}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.istio_hosts import elsewhere, expand
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    host = text(manifest.body, "spec", "host")
    others = elsewhere(cluster, host, manifest.id.namespace)
    if others:
        yield Problem(
            f"`{host}` is read as `{expand(host, manifest.id.namespace)}`, which no Service is",
            ("spec", "host"),
            fix=f"write {' or '.join(others)}",
            safe=len(others) == 1,
            value=others[0] if len(others) == 1 else OMIT,
        )
