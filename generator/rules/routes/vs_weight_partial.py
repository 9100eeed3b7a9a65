"""destination without a weight beside weighted ones

Why: A destination without a weight has weight 0, so it gets no request at all.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRouteDestination
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route:
            - {destination: {host: api.shop.svc.cluster.local}, weight: 90}
            - {destination: {host: next.shop.svc.cluster.local}}
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

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("weight",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, found in route_lists(manifest):
        if not any((whole(row, "weight") or 0) > 0 for row in found):
            continue
        for n, row in enumerate(found):
            # A written 0 is how a canary waits for its first requests; a missing weight is a slip.
            if "weight" not in row:
                yield Problem(
                    "the destination has no weight and gets no request",
                    (*path, n),
                    fix="write its weight (0 when it shall get none)",
                    note="reads as weight 0",
                )
