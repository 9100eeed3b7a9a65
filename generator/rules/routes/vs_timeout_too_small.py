"""duration that Istio cannot use.

Why: Durations of a VirtualService are whole milliseconds and at least one: the API server refuses shorter ones, istiod
those with a rest.
Source: the CEL rules of the CRD and istio pkg/config/validation/agent/validation.go, ValidateDuration.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - timeout: 500us
          route: [{destination: {host: api}}]
Bad (no unit):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - retries: {attempts: 2, perTryTimeout: "2"}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - timeout: 0s
          retries: {attempts: 2, perTryTimeout: 1.5s}
          fault: {delay: {fixedDelay: 5ms, percentage: {value: 1}}}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.durations import MILLISECOND, nanoseconds
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)

_FIELDS = (
    ("timeout",),
    ("retries", "perTryTimeout"),
    ("retries", "backoff"),
    ("corsPolicy", "maxAge"),
    ("fault", "delay", "fixedDelay"),
    ("fault", "delay", "exponentialDelay"),
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        for field in _FIELDS:
            written = get(row, *field)
            if not isinstance(written, str):
                continue
            duration = nanoseconds(written)
            # A timeout of 0 switches it off.
            if field == ("timeout",) and duration == 0:
                continue
            if duration is None:
                fault = f"`{written}` is no duration"
            elif duration < MILLISECOND:
                fault = f"{written} is less than 1ms"
            elif duration % MILLISECOND:
                fault = f"{written} is not a whole number of milliseconds"
            else:
                continue
            yield Problem(fault, (*path, *field), fix="write a duration such as 250ms, 5s or 1m")
