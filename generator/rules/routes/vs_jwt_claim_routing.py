"""route by claims of a token that nobody reads

Why: Only gateways route by claims, and only those of tokens that a RequestAuthentication on their pods has verified:
otherwise the match never holds.
Source: https://istio.io/latest/docs/tasks/security/authentication/jwt-route/; IST0149; istio
pkg/config/validation/validation.go, ValidateVirtualService, which refuses `mesh` beside gateways too.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{headers: {"@request.auth.claims.group": {exact: staff}}}]
          route: [{destination: {host: api}}]
Bad (sidecars beside a gateway):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public, mesh]
      http:
        - match: [{withoutHeaders: {"@request.auth.claims.group": {exact: staff}}}]
          route: [{destination: {host: api}}]
Bad (nobody verifies tokens):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - match: [{headers: {"@request.auth.claims.group": {exact: staff}}}]
          route: [{destination: {host: api}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: gateway}
      servers: [{hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: gateway, namespace: edge}
    spec:
      selector: {matchLabels: {istio: gateway}}
      template:
        metadata: {labels: {istio: gateway}}
        spec: {containers: [{name: istio-proxy, image: auto}]}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - match: [{headers: {"@request.auth.claims.group": {exact: staff}}}]
          route: [{destination: {host: api}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: Gateway
    metadata: {name: public, namespace: edge}
    spec:
      selector: {istio: gateway}
      servers: [{hosts: [api.example.com], port: {name: http, number: 80, protocol: HTTP}}]
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: gateway, namespace: edge}
    spec:
      selector: {matchLabels: {istio: gateway}}
      template:
        metadata: {labels: {istio: gateway}}
        spec: {containers: [{name: istio-proxy, image: auto}]}
    ---
    apiVersion: security.istio.io/v1
    kind: RequestAuthentication
    metadata: {name: edge, namespace: edge}
    spec:
      selector: {matchLabels: {istio: gateway}}
      jwtRules: [{issuer: "https://id.example.com"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, PodTemplate, mapping
from generator.facts.fields import entries
from generator.facts.istio_gateways import MESH, find, pods
from generator.facts.istio_hosts import root_namespace
from generator.facts.selector import matches_labels
from generator.facts.virtual_services import http_routes, routing
from generator.model import Manifest, Path
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("headers", "withoutHeaders")

_CLAIMS = "@request.auth.claims"


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    places = list(_places(manifest))
    if not places:
        return
    gateways = routing(cluster, manifest).gateways
    if MESH in gateways:
        fix = "bind the VirtualService to a gateway" if len(gateways) == 1 else "leave `mesh` out of gateways"
        for path in places:
            yield Problem("sidecars cannot route by claims", path, fix=fix, at_key=True)
        return
    found = [gateway for name in gateways if (gateway := find(cluster, name)) is not None]
    here = [template for gateway in found for template in pods(cluster, gateway)]
    if here and not any(_verifies(cluster, template) for template in here):
        yield Problem(
            "no RequestAuthentication verifies tokens on the gateway's pods",
            places[0],
            fix="add a RequestAuthentication that selects them",
            related=(Place("the pods of the gateway", here[0].manifest),),
            at_key=True,
        )


def _places(manifest: Manifest) -> Iterator[Path]:
    for path, row in http_routes(manifest):
        for n, match in entries(row, "match"):
            for field in ("headers", "withoutHeaders"):
                for name in mapping(match, field):
                    if str(name).startswith(_CLAIMS):
                        yield (*path, "match", n, field, name)


def _verifies(cluster: Cluster, template: PodTemplate) -> bool:
    for policy in cluster.all(kinds.REQUEST_AUTHENTICATION):
        labels = mapping(policy.body, "spec", "selector", "matchLabels")
        near = policy.id.namespace in (template.namespace, root_namespace(cluster))
        if near and (not labels or matches_labels(labels, template.labels)):
            return True
    return False
