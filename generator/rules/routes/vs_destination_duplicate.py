"""route with one destination twice

Why: The weights are added up, and what looks like a split between versions is none.
Source: https://kiali.io/docs/features/validations/, KIA1105.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route:
            - {destination: {host: api.shop.svc.cluster.local, subset: v1}, weight: 90}
            - {destination: {host: api.shop.svc.cluster.local, subset: v1}, weight: 10}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - route:
            - {destination: {host: api.shop.svc.cluster.local, subset: v1}, weight: 90}
            - {destination: {host: api.shop.svc.cluster.local, subset: v2}, weight: 10}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text, whole
from generator.facts.istio_hosts import expand
from generator.facts.virtual_services import route_lists
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, found in route_lists(manifest):
        first: dict[tuple[str, str, int | None], int] = {}
        for n, row in enumerate(found if len(found) > 1 else ()):
            host = expand(text(row, "destination", "host"), manifest.id.namespace)
            key = (host, text(row, "destination", "subset"), whole(row, "destination", "port", "number"))
            # Destinations that differ in what they do to headers are told apart by it.
            if host and key in first and row.get("headers") == found[first[key]].get("headers"):
                yield Problem(
                    f"the destination is the same as destination {first[key] + 1} of the route",
                    (*path, n, "destination"),
                    fix="name the other subset, or add its weight to the first",
                )
            first.setdefault(key, n)
