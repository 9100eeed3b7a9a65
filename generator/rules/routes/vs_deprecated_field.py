"""deprecated field of a route

Why: mirrorPercent, allowOrigin and fault.percent still work but will go; their successors say the same.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api}}]
          mirror: {host: shadow}
          mirrorPercent: 10
Bad (origins):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api}}]
          corsPolicy: {allowOrigin: ["https://example.com"]}
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api}}]
          mirror: {host: shadow}
          mirrorPercentage: {value: 10}
          corsPolicy: {allowOrigins: [{exact: "https://example.com"}]}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping, rows
from generator.facts.virtual_services import http_routes
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("mirrorPercent", "mirror_percent", "allowOrigin", "percent")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        for name in ("mirrorPercent", "mirror_percent"):
            if name in row:
                # One edit mends it: the route with the new field in place of the old one.
                kept = {key: value for key, value in row.items() if key != name}
                new = {**kept, "mirrorPercentage": {"value": row[name]}}
                yield _problem(name, "mirrorPercentage.value", path, new)
        policy = mapping(row, "corsPolicy")
        if "allowOrigin" in policy:
            kept = {key: value for key, value in policy.items() if key != "allowOrigin"}
            origins = [*rows(policy, "allowOrigins"), *({"exact": origin} for origin in rows(policy, "allowOrigin"))]
            yield _problem("allowOrigin", "allowOrigins", (*path, "corsPolicy"), {**kept, "allowOrigins": origins})
        delay = mapping(row, "fault", "delay")
        if "percent" in delay:
            kept = {key: value for key, value in delay.items() if key != "percent"}
            new = {**kept, "percentage": {"value": delay["percent"]}}
            yield _problem("percent", "percentage.value", (*path, "fault", "delay"), new)


def _problem(old: str, new: str, path: Path, value: Mapping[str, Any]) -> Problem:
    return Problem(f"{old} is deprecated", path, fix=f"write {new}", safe=True, value=dict(value))
