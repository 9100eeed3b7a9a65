"""answer that is too large or has no status

Why: istiod refuses a body over 1 MiB and a status outside 200 to 599; large bodies are sent to every proxy.
Source: istio pkg/config/validation/validation.go, validateHTTPDirectResponse.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - directResponse: {status: 99}
Bad (large):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - directResponse: {status: 200, body: {string: "<110000 bytes>"}}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - directResponse: {status: 503, body: {string: closed for repairs}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import text, whole
from generator.facts.virtual_services import http_routes
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("directResponse",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        status, here = whole(row, "directResponse", "status"), (*path, "directResponse")
        if status is not None and not 200 <= status <= 599:
            yield Problem(f"status {status} cannot be answered", (*here, "status"), fix="write 200 to 599")
        size = len(text(row, "directResponse", "body", "string").encode())
        size = size or len(text(row, "directResponse", "body", "bytes")) * 3 // 4
        if size > 100 * 1024:
            yield Problem(
                f"the body has {size // 1024} KiB, which every proxy of the mesh must hold",
                (*here, "body"),
                fix="let a Service answer, or shorten it below 100 KiB",
                severity="error" if size > 1024 * 1024 else "warning",
            )
