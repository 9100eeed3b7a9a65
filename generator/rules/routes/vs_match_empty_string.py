"""condition that asks for nothing

Why: istiod refuses an empty prefix or regex; leaving the condition out says the same.
Source: istio pkg/config/validation/validation.go, validateStringMatch; virtualservice.go,
validateHTTPRouteMatchRequest, which takes an empty prefix of a path. Origins are told by vs-cors-invalid.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {regex: ""}, headers: {x-a: {prefix: ""}}}]
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: ""}, headers: {x-a: {}}, queryParams: {debug: {exact: ""}}}]
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.virtual_services import string_matches
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("regex", "scheme", "method", "authority", "headers", "withoutHeaders", "queryParams")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, field, node in string_matches(manifest):
        for kind in () if field == "allowOrigins" else ("regex",) if field == "uri" else ("prefix", "regex"):
            if node.get(kind) == "":
                yield Problem(f"the {kind} of {field} is empty", (*path, kind), fix="leave the condition out")
