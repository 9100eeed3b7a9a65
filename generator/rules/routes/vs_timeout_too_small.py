"""timeout of zero

Why: The API server and istiod refuse 0s: the shortest time is 1ms. A timeout is switched off by leaving it out.
Source: the CEL rules of the CRD; istio pkg/config/validation/agent/validation.go, ValidateDuration. What is no
duration or has a rest below a millisecond is told by duration-invalid.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - timeout: 0s
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - timeout: 1ms
          retries: {attempts: 2, perTryTimeout: 1.5s}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.durations import nanoseconds
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("timeout", "perTryTimeout", "backoff", "maxAge", "fixedDelay", "exponentialDelay")

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
            if nanoseconds(get(row, *field)) == 0:
                yield Problem(
                    f"{field[-1]} {get(row, *field)} is refused",
                    (*path, *field),
                    fix="leave it out, or write 1ms or more",
                )
