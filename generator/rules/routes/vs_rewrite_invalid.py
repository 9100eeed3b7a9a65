"""rewrite that says nothing or two things

Why: istiod refuses it.
Source: istio pkg/config/validation/validation.go, validateHTTPRewrite.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - rewrite: {}
          route: [{destination: {host: api}}]
Bad (twice):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - rewrite: {uri: /, uriRegexRewrite: {match: "^/a", rewrite: /}}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - rewrite: {authority: api.example.com}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("rewrite",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        rewrite, here = row.get("rewrite"), (*path, "rewrite")
        if not isinstance(rewrite, Mapping):
            continue
        regex = rewrite.get("uriRegexRewrite")
        if not (rewrite.get("uri") or rewrite.get("authority") or regex is not None):
            yield Problem("the rewrite changes nothing", here, fix="add uri, authority or uriRegexRewrite")
        if rewrite.get("uri") and regex is not None:
            yield Problem("uriRegexRewrite beside uri", (*here, "uriRegexRewrite"), fix="keep one", at_key=True)
        lacking = [field for field in ("match", "rewrite") if not mapping(rewrite, "uriRegexRewrite").get(field)]
        if regex is not None and lacking:
            there = (*here, "uriRegexRewrite")
            yield Problem(f"uriRegexRewrite without {lacking[0]}", there, fix=f"add {lacking[0]}")
