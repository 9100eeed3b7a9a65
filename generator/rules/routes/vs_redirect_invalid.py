"""redirect that istiod refuses

Why: A redirect needs something to change, a code from 300 to 399 and a scheme that browsers follow.
Source: istio pkg/config/validation/validation.go, validateHTTPRedirect.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - redirect: {uri: /new, redirectCode: 200}
Bad (nothing to change):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - redirect: {redirectCode: 301}
Bad (no prefix to replace):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /old}}, {uri: {exact: /older}}]
          redirect: {prefixRewrite: /new}
Good (a prefix and what replaces it):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /old}}]
          redirect: {prefixRewrite: /new}
        - route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - redirect: {scheme: https, redirectCode: 308}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries, text, whole
from generator.facts.virtual_services import http_routes
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("redirect",)

_CHANGES = ("uri", "prefixRewrite", "authority", "port", "derivePort", "scheme")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        redirect, here = row.get("redirect"), (*path, "redirect")
        if not isinstance(redirect, Mapping):
            continue
        if not any(redirect.get(field) for field in _CHANGES):
            yield Problem("the redirect changes nothing", here, fix=f"add one of {', '.join(_CHANGES)}")
        code, scheme, port = whole(redirect, "redirectCode"), text(redirect, "scheme"), whole(redirect, "port")
        if code and not 300 <= code <= 399:
            yield Problem(f"{code} is no code of a redirect", (*here, "redirectCode"), fix="write 301, 302, 307 or 308")
        if scheme and scheme not in ("http", "https"):
            yield Problem(f"scheme `{scheme}` cannot be followed", (*here, "scheme"), fix="write http or https")
        if port is not None and not 0 <= port <= 65535:
            yield Problem(f"port {port} does not exist", (*here, "port"), fix="write 1 to 65535")
        if redirect.get("prefixRewrite"):
            yield from _prefix(row, (*here, "prefixRewrite"))


def _prefix(row: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """What replaces the matched prefix needs one in every match, and no whole path beside it."""
    if get(row, "redirect", "uri"):
        yield Problem("prefixRewrite beside uri", path, fix="keep one of them", at_key=True)
    matches = [match for _, match in entries(row, "match")]
    if not matches or not all(text(match, "uri", "prefix") for match in matches):
        yield Problem(
            "prefixRewrite replaces a prefix, and not every match of the route has one",
            path,
            fix="match by uri.prefix, or write uri",
            at_key=True,
        )
