"""Service without a selector and without endpoints of its own

Why: Nothing tells it where to send, so every connection fails.
Source: https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors
Bad:
    apiVersion: v1
    kind: Service
    metadata: {name: db, namespace: shop}
    spec: {ports: [{port: 5432}]}
Good:
    apiVersion: v1
    kind: Service
    metadata: {name: db, namespace: shop}
    spec: {ports: [{port: 5432}]}
    ---
    apiVersion: discovery.k8s.io/v1
    kind: EndpointSlice
    metadata: {name: db-1, namespace: shop, labels: {kubernetes.io/service-name: db}}
    addressType: IPv4
    endpoints: [{addresses: [10.0.0.1]}]
    ports: [{port: 5432}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = mapping(manifest.body, "spec")
    if mapping(spec, "selector") or spec.get("type") == "ExternalName":
        return
    if cluster.get("Endpoints", manifest.id.namespace, manifest.id.name) is not None:
        return
    for slice_ in cluster.all("EndpointSlice.discovery.k8s.io"):
        named = get(slice_.body, "metadata", "labels", "kubernetes.io/service-name")
        if slice_.id.namespace == manifest.id.namespace and named == manifest.id.name:
            return
    yield Problem("the Service has no selector and no endpoints", ("spec",), fix="add a selector, or an EndpointSlice")
