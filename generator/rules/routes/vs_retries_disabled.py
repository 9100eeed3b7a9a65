"""retry settings that are switched off

Why: istiod refuses retry conditions or timeouts with attempts 0, which means no retries at all.
Source: istio pkg/config/validation/validation.go, validateHTTPRetry.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - retries: {perTryTimeout: 2s}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - retries: {attempts: 2, perTryTimeout: 2s}
          route: [{destination: {host: api}}]
        - retries: {attempts: 0}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import whole
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("retries",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        retries = mapping(row, "retries")
        attempts = whole(retries, "attempts") or 0
        if attempts < 0:
            yield Problem(f"attempts {attempts} is negative", (*path, "retries", "attempts"), fix="write 0 or more")
        used = [field for field in ("perTryTimeout", "retryOn") if retries.get(field)]
        used += ["retryRemoteLocalities"] if isinstance(retries.get("retryRemoteLocalities"), bool) else []
        if attempts == 0 and used:
            yield Problem(
                f"{' and '.join(used)} without attempts: retries are off",
                (*path, "retries"),
                fix="write attempts, or remove the other settings",
            )
