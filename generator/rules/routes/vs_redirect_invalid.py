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

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text, whole
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("redirect",)

_CHANGES = ("uri", "authority", "port", "derivePort", "scheme")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        redirect, here = row.get("redirect"), (*path, "redirect")
        if not isinstance(redirect, Mapping):
            continue
        if not any(redirect.get(field) for field in _CHANGES):
            yield Problem("the redirect changes nothing", here, fix=f"add one of {', '.join(_CHANGES)}")
        code, scheme = whole(redirect, "redirectCode"), text(redirect, "scheme")
        if code and not 300 <= code <= 399:
            yield Problem(f"{code} is no code of a redirect", (*here, "redirectCode"), fix="write 301, 302, 307 or 308")
        port = whole(redirect, "port")
        if port is not None and not 0 <= port <= 65535:
            yield Problem(f"port {port} does not exist", (*here, "port"), fix="write 1 to 65535")
        if scheme and scheme not in ("http", "https"):
            yield Problem(f"scheme `{scheme}` cannot be followed", (*here, "scheme"), fix="write http or https")
