"""writes that are sent again

Why: On 5xx or a reset the first request may have been carried out already: a retried POST or PATCH happens twice.
Source: https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{method: {exact: POST}}]
          retries: {attempts: 2, retryOn: "5xx,reset"}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{method: {exact: POST}}]
          retries: {attempts: 2, retryOn: "connect-failure,refused-stream"}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text, whole
from generator.facts.re2 import texts
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("method",)

_AFTER = frozenset({"5xx", "gateway-error", "reset"})


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        unsafe = [item for item in text(row, "retries", "retryOn").split(",") if item.strip() in _AFTER]
        if not unsafe or not whole(row, "retries", "attempts"):
            continue
        for n, match in entries(row, "match"):
            asked = (text(match, "method", "exact"), *(texts(text(match, "method", "regex")) or ()))
            method = next((name for name in asked if name in ("POST", "PATCH")), "")
            if method:
                yield Problem(
                    f"{method} is retried on {unsafe[0].strip()} although it may have been carried out",
                    (*path, "retries", "retryOn"),
                    fix="retry on connect-failure and refused-stream only",
                    related=(Place("the method", manifest, (*path, "match", n, "method")),),
                )
                break
