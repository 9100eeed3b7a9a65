"""delegate's match outside of its root's

Why: A delegate's match narrows the root's. One that contradicts it matches no request, and Istio drops it silently.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate; istio
pilot/pkg/model/virtualservice.go, mergeHTTPMatchRequest.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      http:
        - match: [{uri: {prefix: /a}}]
          delegate: {name: api-routes}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api-routes, namespace: shop}
    spec:
      http:
        - match: [{uri: {prefix: /b}}]
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      http:
        - match: [{uri: {prefix: /a}}, {uri: {prefix: /b}}]
          delegate: {name: api-routes}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api-routes, namespace: shop}
    spec:
      http:
        - match: [{uri: {exact: /b/x}}]
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.route_matches import delegate_of, describe, merge, own_routes
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("delegate",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for root in own_routes(manifest):
        target = delegate_of(cluster, manifest, get(manifest.body, *root.path))
        if target is None:
            continue
        for route in own_routes(target):
            for match in route.matches:
                if all(merge(outer, match) is None for outer in root.matches):
                    wanted = " or ".join(describe(outer) for outer in root.matches[:3])
                    yield Problem(
                        f"{describe(match)} contradicts the route that delegates here, which asks for {wanted}",
                        match.path,
                        fix="write a narrower match than the root's",
                        manifest=target,
                        related=(Place("delegated from here", manifest, root.path),),
                    )
