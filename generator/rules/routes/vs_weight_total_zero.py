"""several destinations that all get nothing

Why: istiod refuses a route whose weights add up to 0: it could send no request anywhere.
Source: istio pkg/config/validation/validation.go, validateHTTPRouteDestinations.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route:
            - {destination: {host: api.shop.svc.cluster.local}, weight: 0}
            - {destination: {host: next.shop.svc.cluster.local}, weight: 0}
Bad (no weights at all):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      tcp:
        - route:
            - {destination: {host: api.shop.svc.cluster.local}}
            - {destination: {host: next.shop.svc.cluster.local}}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - match: [{uri: {prefix: /old}}]
          route: [{destination: {host: api.shop.svc.cluster.local}, weight: 0}]
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


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, found in route_lists(manifest):
        if len(found) > 1 and all(not whole(row, "weight") for row in found):
            yield Problem(
                f"the {len(found)} destinations have no weight, together 0",
                path,
                fix="give the destinations weights that add up to 100",
            )
