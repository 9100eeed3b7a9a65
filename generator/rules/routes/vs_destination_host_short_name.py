"""destination whose short host means another namespace

Why: Istio completes a name without dots with the namespace of the VirtualService, not of the Service that was meant,
so the route leads nowhere and answers 503.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Destination
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: edge}
    spec:
      hosts: [api.example.com]
      gateways: [public]
      http:
        - route: [{destination: {host: api}}]
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: api, namespace: shop}
    spec: {ports: [{port: 80}], selector: {app: api}}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: edge}
    spec:
      hosts: [api.example.com]
      gateways: [public]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}}]
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
from generator.facts.istio_hosts import elsewhere
from generator.facts.virtual_services import routing
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for target in routing(cluster, manifest).destinations:
        others = elsewhere(cluster, target.host, manifest.id.namespace)
        if others:
            yield Problem(
                f"`{target.host}` is read as `{target.full}`, which no Service is",
                (*target.path, "host"),
                fix=f"write {' or '.join(others)}",
                safe=len(others) == 1,
                value=others[0] if len(others) == 1 else OMIT,
            )
