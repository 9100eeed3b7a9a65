"""try that may take as long as the whole request

Why: The route's timeout ends the request before the first try does, so no retry ever runs.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - timeout: 5s
          retries: {attempts: 2, perTryTimeout: 5s}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - timeout: 0s
          retries: {attempts: 2, perTryTimeout: 5s}
          route: [{destination: {host: api}}]
        - timeout: 10s
          retries: {attempts: 2, perTryTimeout: 3s}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.durations import nanoseconds
from generator.facts.fields import whole
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("perTryTimeout",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        timeout = nanoseconds(row.get("timeout")) or 0
        one = nanoseconds(get(row, "retries", "perTryTimeout")) or 0
        if 0 < timeout <= one and (whole(row, "retries", "attempts") or 0) > 0:
            yield Problem(
                f"a try may take {row['retries']['perTryTimeout']}, the request only {row['timeout']}: no retry runs",
                (*path, "retries", "perTryTimeout"),
                fix="give a try less time than the request",
                related=(Place("the timeout of the request", manifest, (*path, "timeout")),),
            )
