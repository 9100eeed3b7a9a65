"""weight on a single destination

Why: The only destination gets every request, whatever its weight says; whoever reads 50 expects half.
Source: https://kiali.io/docs/features/validations/, KIA1104.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}, weight: 50}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route: [{destination: {host: api.shop.svc.cluster.local}, weight: 100}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.facts.virtual_services import route_lists
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("weight",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, found in route_lists(manifest):
        weight = whole(found[0], "weight")
        if len(found) == 1 and weight is not None and weight > 0 and weight != 100:
            yield Problem(
                f"weight {weight} changes nothing: the only destination gets every request",
                (*path, 0, "weight"),
                fix="remove the weight, or add the other destination",
            )
