"""weights that do not add up to 100

Why: Weights are a ratio, so 90 and 20 is legal and sends 82 and 18 percent: almost always a slip in one of them.
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
            - {destination: {host: next.shop.svc.cluster.local}, weight: 20}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route:
            - {destination: {host: api.shop.svc.cluster.local}, weight: 80}
            - {destination: {host: next.shop.svc.cluster.local}, weight: 20}
Good (parts of a thousand):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route:
            - {destination: {host: api.shop.svc.cluster.local}, weight: 999}
            - {destination: {host: next.shop.svc.cluster.local}, weight: 1}
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

_USUAL = (1, 10, 100, 1000)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, found in route_lists(manifest):
        weights = [weight for row in found if (weight := whole(row, "weight")) is not None and weight >= 0]
        if len(found) < 2 or len(weights) != len(found):
            continue
        total = sum(weights)
        if total and total not in _USUAL:
            shares = " and ".join(f"{100 * weight / total:.3g} %" for weight in weights)
            yield Problem(
                f"the weights add up to {total}, not 100: requests split {shares}",
                path,
                fix="make the weights add up to 100",
            )
