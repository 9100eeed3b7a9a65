"""rewrite that doubles or loses a slash

Why: The matched prefix is replaced as plain text: `/a` by `/` makes `//x` of `/a/x`, and `/a/` by `/b` makes `/bx`.
Many servers answer 404 to both.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRewrite
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /a}}]
          rewrite: {uri: /}
          route: [{destination: {host: api}}]
Bad (lost):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /a/}}]
          rewrite: {uri: /b}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /a/}}]
          rewrite: {uri: /}
          route: [{destination: {host: api}}]
        - match: [{uri: {exact: /a}}]
          rewrite: {uri: /}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("rewrite",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        target = text(row, "rewrite", "uri")
        for n, match in entries(row, "match") if target else ():
            prefix = text(match, "uri", "prefix")
            if not prefix or prefix.endswith("/") == target.endswith("/"):
                continue
            asked = f"{prefix}x" if prefix.endswith("/") else f"{prefix}/x"
            yield Problem(
                f"`{asked}` becomes `{target}{asked[len(prefix) :]}`",
                (*path, "rewrite", "uri"),
                fix="end both the prefix and the rewrite with a slash, or neither",
                related=(Place("the prefix", manifest, (*path, "match", n, "uri", "prefix")),),
            )
            break
