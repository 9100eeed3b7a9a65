r"""regular expression that Envoy refuses

Why: Envoy reads RE2: no look-around and no back-references; istiod refuses such patterns, and those of more than 1024
characters.
Source: istio pkg/config/validation/validation.go, validateStringRegexp; https://github.com/google/re2/wiki/Syntax
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {regex: "/(?!admin).*"}}]
          route: [{destination: {host: api}}]
Bad (rewrite):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - rewrite: {uriRegexRewrite: {match: "/a/(.*", rewrite: '/\1'}}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {regex: "/v[0-9]+/.*"}, headers: {x-lang: {regex: "(?i)de|en"}}}]
          rewrite: {uriRegexRewrite: {match: "^/a/(.*)$", rewrite: '/\1'}}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.re2 import problem
from generator.facts.virtual_services import http_routes, string_matches
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("regex", "uriRegexRewrite")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, field, node in string_matches(manifest):
        # Alone behind withoutHeaders a star asks for presence and is no regular expression.
        absent = path[-2] == "withoutHeaders" and node.get("regex") == "*"
        if isinstance(node.get("regex"), str) and not absent:
            yield from _judge(node["regex"], (*path, "regex"), field)
    for path, row in http_routes(manifest):
        pattern = text(row, "rewrite", "uriRegexRewrite", "match")
        yield from _judge(pattern, (*path, "rewrite", "uriRegexRewrite", "match"), "rewrite")


def _judge(pattern: str, path: Path, field: str) -> Iterator[Problem]:
    if len(pattern) > 1024:
        yield Problem(
            f"the pattern of {field} has {len(pattern)} characters, 1024 are allowed", path, fix="split the route"
        )
        return
    wrong = problem(pattern)
    if wrong:
        yield Problem(f"the pattern of {field} is refused: {wrong}", path, fix="write it in RE2 syntax")
