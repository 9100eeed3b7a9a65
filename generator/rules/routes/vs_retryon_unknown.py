"""retry condition that Envoy does not know

Why: istiod refuses unknown conditions, and a blank after a comma makes a known one unknown.
Source: istio pkg/config/validation/validation.go, validateHTTPRetry;
https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/router_filter#x-envoy-retry-on
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - retries: {attempts: 2, retryOn: "5xx, reset"}
          route: [{destination: {host: api}}]
Bad (misspelt):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - retries: {attempts: 2, retryOn: "gateway-eror,5xx"}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - retries: {attempts: 2, retryOn: "5xx,reset,connect-failure,503,unavailable"}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text
from generator.facts.suggest import did_you_mean
from generator.facts.virtual_services import http_routes
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("retryOn",)

CONDITIONS = frozenset({
    "5xx", "gateway-error", "reset", "reset-before-request", "connect-failure", "retriable-4xx", "refused-stream",
    "retriable-status-codes", "retriable-headers", "envoy-ratelimited", "http3-post-connect-failure", "cancelled",
    "deadline-exceeded", "internal", "resource-exhausted", "unavailable",
})  # fmt: skip
STATUSES = frozenset(
    str(code)
    for first, last in ((100, 103), (200, 208), (226, 226), (300, 305), (307, 308), (400, 418), (421, 426), (428, 429),
                        (431, 431), (451, 451), (500, 508), (510, 511))
    for code in range(first, last + 1)
)  # fmt: skip


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        written = text(row, "retries", "retryOn")
        if not written:
            continue
        items = written.split(",")
        wrong = [item for item in items if item not in CONDITIONS and item not in STATUSES]
        if not wrong:
            continue
        plain = [item.strip() for item in items if item.strip()]
        unknown = [item for item in plain if item not in CONDITIONS and item not in STATUSES]
        here = (*path, "retries", "retryOn")
        if unknown:
            hint = did_you_mean(unknown[0], CONDITIONS)
            yield Problem(f"retry condition `{unknown[0]}` is unknown{hint}", here, fix="name a condition of Envoy's")
            continue
        yield Problem(
            "blanks or empty items in retryOn are refused",
            here,
            fix="separate the conditions by commas only",
            safe=True,
            value=",".join(plain) or OMIT,
        )
