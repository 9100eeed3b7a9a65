"""delegate or delegating route with fields it cannot have

Why: istiod refuses a VirtualService without hosts that has gateways, tls or tcp, a delegate that delegates again, and a
delegating route that also routes or redirects.
Source: istio pkg/config/validation/validation.go, ValidateVirtualService; virtualservice.go, validateHTTPRouteConflict.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api-routes, namespace: shop}
    spec:
      gateways: [edge/public]
      http:
        - route: [{destination: {host: api}}]
Bad (routes and delegates):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      http:
        - delegate: {name: api-routes}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - delegate: {name: api-routes}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api-routes, namespace: shop}
    spec:
      http:
        - route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, rows
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("delegate", "gateways", "tls", "tcp")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    delegate = not rows(manifest.body, "spec", "hosts")
    for field in ("gateways", "tls", "tcp") if delegate else ():
        if get(manifest.body, "spec", field):
            yield Problem(
                f"{field} in a VirtualService without hosts: a delegate has http routes only",
                ("spec", field),
                fix="add hosts, or remove it",
                at_key=True,
            )
    for path, row in http_routes(manifest):
        if not row.get("delegate"):
            continue
        if delegate:
            here = (*path, "delegate")
            yield Problem("a delegate cannot delegate again", here, fix="route the requests here", at_key=True)
        for field in ("route", "redirect"):
            if row.get(field):
                yield Problem(f"{field} beside delegate", (*path, field), fix="keep one of them", at_key=True)
