"""header that cannot be matched or changed

Why: istiod refuses names that no header has, changes of pseudo headers, a host that is set twice and a value whose
percent sign begins no variable; HTTP/2 sends names in lower case and Istio compares them so.
Source: istio pkg/config/validation/validation.go, ValidateHTTPHeaderOperationName, ValidateHTTPHeaderValue and
ValidateHTTPHeaderNameOrJwtClaimRoute; virtualservice.go, validateAuthorityRewrite.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - headers: {request: {set: {":path": /x}}}
          route: [{destination: {host: api}}]
Bad (capital letters in a match):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{headers: {X-Canary: {exact: "true"}}}]
          route: [{destination: {host: api}}]
Bad (a percent sign that is not doubled):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - headers: {response: {set: {x-share: "50%"}}}
          route: [{destination: {host: api}}]
Bad (a host that is set twice):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - rewrite: {authority: one.example.com}
          headers: {request: {set: {host: other.example.com}}}
          route: [{destination: {host: api}}]
Bad (a name with a blank):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{withoutHeaders: {"x canary": {}}}]
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{headers: {x-canary: {exact: "true"}, ":authority": {prefix: a}}}]
          headers:
            request: {set: {x-from: edge, host: api.example.com, x-share: 50%%, x-peer: "%DOWNSTREAM_REMOTE_ADDRESS%"}}
            response: {remove: [server], add: {x-agent: "%REQ(user-agent)%"}}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.virtual_services import http_routes
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("headers", "withoutHeaders")

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+\Z")
_CLAIM = re.compile(r"@request\.auth\.claims(\..|\[.)")
_PSEUDO = (":authority", ":method", ":path", ":scheme", ":status")
_VALUE = re.compile(r"(?:[^%]|%%|%(?!%)[^%(]*(?:\([^)]*\) *)?%)*\Z", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        yield from _changes(row, (*path, "headers"))
        yield from _authority(row, path)
        for n, route in entries(row, "route"):
            yield from _changes(route, (*path, "route", n, "headers"))
        for n, match in entries(row, "match"):
            for field in ("headers", "withoutHeaders"):
                for name in mapping(match, field):
                    yield from _matched(str(name), (*path, "match", n, field, name))


def _matched(name: str, path: Path) -> Iterator[Problem]:
    if not name:
        yield Problem("the header has no name", path, fix="write its name", at_key=True)
    elif not (name in _PSEUDO or _CLAIM.match(name) or _NAME.match(name)):
        fix = "write a header's name: letters, digits and hyphens"
        yield Problem(f"no header has the name `{name}`", path, fix=fix, at_key=True)
    elif name != name.lower() and not name.startswith("@"):
        message, fix = f"`{name}` has capital letters", f"write {name.lower()}"
        yield Problem(message, path, fix=fix, severity="warning", at_key=True)


def _changes(node: Any, path: Path) -> Iterator[Problem]:
    for side in ("request", "response"):
        change = mapping(node, "headers", side)
        for verb in ("set", "add"):
            for name, value in mapping(change, verb).items():
                here = (*path, side, verb, name)
                if wrong := _fault(str(name), authority=side == "request"):
                    yield Problem(f"header `{name}` {wrong}", here, fix="name another header", at_key=True)
                if isinstance(value, str):
                    yield from _written(value, here)
        for n, name in enumerate(rows(change, "remove")):
            if wrong := _fault(str(name), authority=False):
                yield Problem(f"header `{name}` {wrong}", (*path, side, "remove", n), fix="name another header")


def _fault(name: str, *, authority: bool) -> str:
    if not name:
        return "has no name"
    if name.lower() in (":authority", "host"):
        return "" if authority else "cannot be changed here"
    return "is a pseudo header, which cannot be changed" if name.startswith(":") else ""


def _written(value: str, path: Path) -> Iterator[Problem]:
    if _CONTROL.search(value):
        yield Problem("the value has a line break or another control character", path, fix="remove it")
    elif not _VALUE.match(value):
        fix = "write %% for a percent sign, or close the variable by another"
        yield Problem(f"a percent sign of `{value}` begins a variable that does not end", path, fix=fix)


def _authority(row: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    """The host may be rewritten, set or added, but once only."""
    known = bool(text(row, "rewrite", "authority"))
    for verb in ("set", "add"):
        for name, value in mapping(row, "headers", "request", verb).items():
            if str(name).lower() in (":authority", "host"):
                if known:
                    here = (*path, "headers", "request", verb, name)
                    yield Problem("the host is set a second time here", here, fix="set it once", at_key=True)
                known = known or bool(value)
