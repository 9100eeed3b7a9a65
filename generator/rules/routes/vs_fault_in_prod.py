"""fault injection that every request of production meets

Why: A fault left over from a test delays or breaks requests of real users.
Source: https://istio.io/latest/docs/tasks/traffic-management/fault-injection/; a missing percentage injects nothing.
Settings:
    stage: production
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - fault: {abort: {httpStatus: 503, percentage: {value: 50}}}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{headers: {x-test: {exact: "true"}}}]
          fault: {abort: {httpStatus: 503, percentage: {value: 50}}}
          route: [{destination: {host: api}}]
        - fault: {delay: {fixedDelay: 5s, percentage: {value: 0}}}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, mapping, rows
from generator.facts.virtual_services import http_routes, stage
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("fault",)

_SEVERITY = {"production": "error", "": "info"}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    severity = _SEVERITY.get(stage(cluster))
    if severity is None:
        return
    for path, row in http_routes(manifest):
        matches = rows(row, "match")
        testers_only = matches and all(mapping(match, "headers") for match in matches)
        for part in ("abort", "delay"):
            share = get(row, "fault", part, "percentage", "value") or get(row, "fault", part, "percent")
            if isinstance(share, int | float) and share > 0 and not testers_only:
                yield Problem(
                    f"{share:g} % of the requests meet an injected {part}",
                    (*path, "fault", part),
                    fix="remove it, or match a header that only testers send",
                    severity=severity,
                )
