"""header that cannot be matched or changed

Why: istiod refuses empty names, pseudo headers and changes of Host; HTTP/2 sends names in lower case and Istio compares
them so.
Source: istio pkg/config/validation/validation.go, ValidateHTTPHeaderOperationName.
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
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{headers: {x-canary: {exact: "true"}, ":authority": {prefix: a}}}]
          headers: {request: {set: {x-from: edge, host: api.example.com}}, response: {remove: [server]}}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.fields import entries
from generator.facts.virtual_services import http_routes
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        yield from _changes(row, (*path, "headers"))
        for n, route in entries(row, "route"):
            yield from _changes(route, (*path, "route", n, "headers"))
        for n, match in entries(row, "match"):
            for field in ("headers", "withoutHeaders"):
                for name in mapping(match, field):
                    here = (*path, "match", n, field, name)
                    if not name:
                        yield Problem("the header has no name", here, fix="write its name", at_key=True)
                    elif name != name.lower():
                        yield Problem(
                            f"`{name}` has capital letters",
                            here,
                            fix=f"write {name.lower()}",
                            severity="warning",
                            at_key=True,
                        )


def _changes(node: Any, path: Path) -> Iterator[Problem]:
    for side in ("request", "response"):
        change = mapping(node, "headers", side)
        for verb in ("set", "add", "remove"):
            names = (
                list(enumerate(rows(change, "remove"))) if verb == "remove" else [(k, k) for k in mapping(change, verb)]
            )
            for place, name in names:
                wrong = _fault(str(name), authority=side == "request" and verb != "remove")
                if wrong:
                    here = (*path, side, verb, place)
                    yield Problem(f"header `{name}` {wrong}", here, fix="name another header", at_key=verb != "remove")


def _fault(name: str, *, authority: bool) -> str:
    if not name:
        return "has no name"
    if name.lower() in (":authority", "host"):
        return "" if authority else "cannot be changed here"
    return "is a pseudo header, which cannot be changed" if name.startswith(":") else ""
