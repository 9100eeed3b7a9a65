"""http route with actions that exclude each other

Why: istiod refuses it: a request is either forwarded, redirected or answered.
Source: istio pkg/config/validation/virtualservice.go, validateHTTPRouteConflict.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - redirect: {uri: /v2}
          route: [{destination: {host: api.shop.svc.cluster.local}}]
Bad (rewrite beside redirect):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - redirect: {uri: /v2}
          rewrite: {uri: /}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - rewrite: {uri: /}
          mirror: {host: shadow.shop.svc.cluster.local}
          route: [{destination: {host: api.shop.svc.cluster.local}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("redirect", "directResponse", "mirrors")

_EXCLUSIVE = (
    ("route", "redirect"),
    ("route", "directResponse"),
    ("redirect", "directResponse"),
    ("redirect", "fault"),
    ("directResponse", "fault"),
    ("redirect", "rewrite"),
    ("directResponse", "rewrite"),
    ("mirror", "mirrors"),
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        for kept, other in _EXCLUSIVE:
            if row.get(kept) and row.get(other):
                yield Problem(
                    f"{other} cannot stand beside {kept}",
                    (*path, other),
                    fix=f"keep either {kept} or {other}",
                    at_key=True,
                )
