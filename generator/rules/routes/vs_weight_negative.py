"""negative weight

Why: istiod refuses the VirtualService.
Source: istio pkg/config/validation/validation.go, validateWeight.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route:
            - {destination: {host: api.shop.svc.cluster.local}, weight: 110}
            - {destination: {host: next.shop.svc.cluster.local}, weight: -10}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route:
            - {destination: {host: api.shop.svc.cluster.local}, weight: 100}
            - {destination: {host: next.shop.svc.cluster.local}, weight: 0}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.facts.virtual_services import route_lists
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("weight",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, found in route_lists(manifest):
        for n, row in enumerate(found):
            weight = whole(row, "weight")
            if weight is not None and weight < 0:
                yield Problem(f"weight {weight} is negative", (*path, n, "weight"), fix="write 0 or more")
