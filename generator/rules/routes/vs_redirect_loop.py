"""redirect that leads to itself

Why: The browser follows it to the same route again, until it gives up.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRedirect. A redirect that
changes the scheme or the port is another request; routes before it that take the new path end the loop.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [shop.example.com]
      gateways: [edge/public]
      http:
        - match: [{uri: {prefix: /old}}]
          redirect: {uri: /old/home}
Bad (to its own host):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [shop.example.com]
      gateways: [edge/public]
      http:
        - redirect: {authority: shop.example.com}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [shop.example.com]
      gateways: [edge/public]
      http:
        - match: [{uri: {exact: /}}]
          redirect: {uri: /home}
Good (another scheme):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [shop.example.com]
      gateways: [edge/public]
      http:
        - redirect: {scheme: https, uri: /home}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text
from generator.facts.route_matches import Match, own_routes
from generator.facts.string_matches import EXACT, TextMatch, implies, text_match
from generator.facts.virtual_services import Routing, routing
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("redirect",)

_ELSEWHERE = ("scheme", "port", "derivePort")
_MAY_CHANGE = ("method", "authority", "queryParams", "headers", "withoutHeaders")
"""Conditions on what the next request may say otherwise: a redirect may set a cookie."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    before: list[Match] = []
    for route in own_routes(manifest):
        redirect = get(manifest.body, *route.path, "redirect")
        if isinstance(redirect, Mapping) and _stays(routing(cluster, manifest), redirect):
            target = text(redirect, "uri").partition("?")[0]
            again = next((match for match in route.matches if _takes(match, target)), None)
            if again is not None and not (target and any(_takes(match, target) for match in before)):
                yield Problem(
                    f"the redirect leads to `{target or 'the same path'}`, which this route takes again",
                    (*route.path, "redirect"),
                    fix="redirect to a path or host that another route takes, or match the old path exactly",
                )
        before += route.matches


def _stays(read: Routing, redirect: Mapping[str, Any]) -> bool:
    """Whether the request comes back to this VirtualService as the same kind of request."""
    host, uri = text(redirect, "authority"), text(redirect, "uri")
    if any(redirect.get(field) for field in _ELSEWHERE) or "%" in uri or not (host or uri):
        return False
    return not host or host in read.hosts


def _takes(match: Match, target: str) -> bool:
    """Whether a path is one the match takes; without a new path any request comes back."""
    if any(match.body.get(field) for field in _MAY_CHANGE):
        return False
    return not target or implies(TextMatch(EXACT, target), text_match(match.body.get("uri")), path=True)
