"""delegate that is not there

Why: A route that delegates to nothing is dropped, and its requests get 404. A VirtualService with hosts of its own
cannot be a delegate.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#Delegate
Settings:
    closedNamespaces: [shop]
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      http:
        - delegate: {name: api-routs}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api-routes, namespace: shop}
    spec:
      http:
        - route: [{destination: {host: api}}]
Bad (the target has hosts):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      http:
        - delegate: {name: web}
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [web.example.com]
      http:
        - route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
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
from generator.facts.fields import text
from generator.facts.route_matches import delegate_of
from generator.facts.suggest import slip
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("delegate",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        name = text(row, "delegate", "name")
        if not name:
            continue
        home = text(row, "delegate", "namespace") or manifest.id.namespace
        target = delegate_of(cluster, manifest, row)
        here = (*path, "delegate", "name")
        if target is not None:
            if rows(target.body, "spec", "hosts"):
                yield Problem(
                    f"VirtualService `{home}/{name}` has hosts of its own and cannot be a delegate",
                    here,
                    fix="remove its hosts, or delegate to another",
                    related=(Place("its hosts", target, ("spec", "hosts")),),
                )
            continue
        known = [m for m in cluster.all(kinds.VIRTUAL_SERVICE) if not get(m.body, "spec", "hosts")]
        close = slip(name, (m.id.name for m in known if m.id.namespace == home))
        severity = "error" if close else cluster.absence(kinds.VIRTUAL_SERVICE, home, name)
        if severity:
            yield Problem(
                f"there is no VirtualService `{name}` in namespace {home}"
                + (f", did you mean `{close}`?" if close else ""),
                here,
                fix=f"write {close}" if close else "name an existing VirtualService without hosts",
                severity=severity,
            )
