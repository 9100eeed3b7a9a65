"""Service that is open to the outside

Why: It bypasses the gateway, and with it TLS, authentication and limits. One of a gateway itself is meant.
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
from generator.facts.selector import matches_labels
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE,)
NEEDS = ("type",)

_GATEWAYS = ("ingress", "gateway", "traefik", "kong", "haproxy", "contour", "envoy")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    kind = text(manifest.body, "spec", "type")
    notes = mapping(manifest.body, "metadata", "annotations")
    inside = any("internal" in str(key).lower() or str(value).lower() == "internal" for key, value in notes.items())
    if kind == "NodePort":
        yield Problem("a NodePort opens a port on every node", ("spec", "type"), fix="use ClusterIP and a gateway")
    elif (
        kind == "LoadBalancer"
        and not _gateway(manifest, cluster)
        and not inside
        and not rows(manifest.body, "spec", "loadBalancerSourceRanges")
    ):
        fix = "limit loadBalancerSourceRanges, or ask for an internal one by annotation"
        yield Problem("the load balancer takes connections from everywhere", ("spec", "type"), fix=fix)


def _gateway(service: Manifest, cluster: Cluster) -> bool:
    """Whether a Service is the way to an ingress or a gateway: by its name, or as a Gateway selects its pods."""
    name = f"{service.id.name} {text(service.body, 'metadata', 'labels', 'app.kubernetes.io/name')}"
    if any(word in name for word in _GATEWAYS):
        return True
    chosen = (mapping(gateway.body, "spec", "selector") for gateway in cluster.all(kinds.GATEWAY))
    pods = [mapping(service.body, "spec", "selector"), *(template.labels for template in cluster.behind(service))]
    return any(matches_labels(selector, labels) for selector in chosen for labels in pods)
