"""retries that do not fit into the timeout

Why: attempts counts the retries after the first try. When all tries together take longer than the route's timeout, the
last ones never finish: the service is retried less often than it says.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#HTTPRetry; Envoy waits 25 ms and more
before each retry.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - timeout: 3s
          retries: {attempts: 3, perTryTimeout: 2s}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - timeout: 10s
          retries: {attempts: 3, perTryTimeout: 2s}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.durations import MILLISECOND, nanoseconds, seconds_text
from generator.facts.fields import whole
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("perTryTimeout",)

_BACK_OFF = 25 * MILLISECOND


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        timeout = nanoseconds(row.get("timeout")) or 0
        one = nanoseconds(get(row, "retries", "perTryTimeout")) or 0
        attempts = whole(row, "retries", "attempts") or 0
        needed = one * (attempts + 1) + _BACK_OFF * attempts
        # A single try as long as the timeout is the fault of another rule.
        if attempts > 0 and 0 < one < timeout < needed:
            yield Problem(
                f"{attempts + 1} tries of {row['retries']['perTryTimeout']} need {seconds_text(needed)}, "
                f"the timeout is {row['timeout']}",
                (*path, "retries", "attempts"),
                fix=f"write a timeout of {seconds_text(needed)} or more, fewer attempts, or a shorter perTryTimeout",
                related=(Place("the timeout of the request", manifest, (*path, "timeout")),),
            )
