"""Service that is open to the outside

Why: It bypasses the gateway, and with it TLS, authentication and limits.
Source: https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {type: NodePort, selector: {app: web}, ports: [{port: 80}]}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {type: ClusterIP, selector: {app: web}, ports: [{port: 80}]}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: shop}
    spec: {type: LoadBalancer, selector: {app: web}, ports: [{port: 80}], loadBalancerSourceRanges: [10.0.0.0/8]}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.fields import text
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    kind = text(manifest.body, "spec", "type")
    notes = mapping(manifest.body, "metadata", "annotations")
    inside = any("internal" in str(key).lower() or str(value).lower() == "internal" for key, value in notes.items())
    if kind == "NodePort":
        yield Problem("a NodePort opens a port on every node", ("spec", "type"), fix="use ClusterIP and a gateway")
    elif kind == "LoadBalancer" and not inside and not rows(manifest.body, "spec", "loadBalancerSourceRanges"):
        fix = "limit loadBalancerSourceRanges, or ask for an internal one by annotation"
        yield Problem("the load balancer takes connections from everywhere", ("spec", "type"), fix=fix)
