"""route that does nothing

Why: istiod refuses an http route without route, redirect, directResponse or delegate, and a tls or tcp route without
route.
Source: istio pkg/config/validation/virtualservice.go, validateHTTPRouteConflict; validation.go, validateTLSRoute and
validateTCPRoute.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - match: [{uri: {prefix: /v1}}]
Bad (connections that go nowhere):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: db, namespace: shop}
    spec:
      hosts: [db.example.com]
      tcp:
        - match: [{port: 5432}]
      tls:
        - match: [{sniHosts: [db.example.com]}]
          route: []
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.shop.svc.cluster.local]
      http:
        - match: [{uri: {prefix: /v1}}]
          route: [{destination: {host: api.shop.svc.cluster.local}}]
        - match: [{uri: {prefix: /v2}}]
          redirect: {uri: /v1}
        - directResponse: {status: 404}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.facts.fields import entries
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)

_ACTIONS = ("route", "redirect", "directResponse", "delegate")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        # An empty `route` list is as good as none; an empty redirect is another rule's fault.
        if not any(row.get(action) or (action != "route" and action in row) for action in _ACTIONS):
            yield Problem(
                "the route has no route, redirect, directResponse or delegate",
                path,
                fix="say where its requests go",
            )
    for protocol in ("tls", "tcp"):
        for n, row in entries(manifest.body, "spec", protocol):
            if not rows(row, "route"):
                message = f"the {protocol} route has no route"
                yield Problem(message, ("spec", protocol, n), fix="say where its connections go")
