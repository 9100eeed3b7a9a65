"""CORS policy that istiod or browsers refuse

Why: istiod refuses unknown methods, empty origins, fractions of a second and names that no header has, such as several
in one text; browsers refuse credentials when every origin is allowed.
Source: istio pkg/config/validation/validation.go, validateCORSPolicy; https://fetch.spec.whatwg.org/#http-cors-protocol
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - corsPolicy: {allowOrigins: [{exact: "https://example.com"}], allowMethods: [FETCH]}
          route: [{destination: {host: api}}]
Bad (everybody with credentials):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - corsPolicy: {allowOrigins: [{regex: ".*"}], allowCredentials: true}
          route: [{destination: {host: api}}]
Bad (several headers in one row):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - corsPolicy: {allowOrigins: [{exact: "https://example.com"}], allowHeaders: ["authorization, content-type"]}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - corsPolicy:
            allowOrigins: [{regex: "https://[a-z]+[.]example[.]com"}]
            allowMethods: [GET, POST]
            allowCredentials: true
            maxAge: 24h
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.durations import SECOND, nanoseconds
from generator.facts.fields import entries
from generator.facts.string_matches import admits_all, text_match
from generator.facts.suggest import did_you_mean
from generator.facts.virtual_services import http_routes
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("corsPolicy",)

_METHODS = ("CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE")
_HEADER = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        policy = mapping(row, "corsPolicy")
        if policy:
            yield from _judge(policy, (*path, "corsPolicy"))


def _judge(policy: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    for n, method in enumerate(rows(policy, "allowMethods")):
        if isinstance(method, str) and method not in _METHODS:
            hint = did_you_mean(method, _METHODS)
            yield Problem(f"method `{method}` is unknown{hint}", (*path, "allowMethods", n), fix="name an HTTP method")
    for field in ("allowHeaders", "exposeHeaders"):
        for n, name in enumerate(rows(policy, field)):
            if isinstance(name, str) and not _HEADER.match(name):
                fix = "write one name in each row"
                yield Problem(f"no header has the name `{name}`", (*path, field, n), fix=fix)
    age = nanoseconds(policy.get("maxAge"))
    if age is not None and age % SECOND:
        yield Problem("maxAge counts whole seconds", (*path, "maxAge"), fix="write whole seconds")
    for n, origin in entries(policy, "allowOrigins"):
        here = (*path, "allowOrigins", n)
        match = text_match(origin)
        if not origin or "" in (origin.get(kind) for kind in ("exact", "prefix", "regex")):
            yield Problem("the origin is empty", here, fix="add exact, prefix or regex")
        elif policy.get("allowCredentials") is True and (admits_all(match) or origin.get("exact") == "*"):
            yield Problem("credentials are allowed for every origin", here, fix="name the origins", severity="warning")
