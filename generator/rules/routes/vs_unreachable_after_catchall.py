"""route behind one that takes everything

Why: Routes are tried in order, so nothing behind a route without conditions is ever reached.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0130/
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - route: [{destination: {host: api}}]
        - match: [{uri: {prefix: /v2}}]
          route: [{destination: {host: next}}]
Bad (prefix of every path):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /}}]
          route: [{destination: {host: api}}]
        - match: [{uri: {prefix: /v2}}]
          route: [{destination: {host: next}}]
Bad (tcp):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      tcp:
        - route: [{destination: {host: api}}]
        - match: [{port: 6379}]
          route: [{destination: {host: next}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      gateways: [edge/public, mesh]
      http:
        - match: [{gateways: [mesh]}]
          route: [{destination: {host: api}}]
        - match: [{uri: {prefix: /v2}}]
          route: [{destination: {host: next}}]
        - route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.facts.route_matches import CATCH_ALL, dead
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for lost in dead(cluster, manifest):
        if lost.why == CATCH_ALL:
            what = "the route is" if lost.whole else "the match is"
            yield Problem(
                f"{what} never reached: an earlier route takes every request",
                lost.path,
                fix="move the route without conditions to the end",
                severity="error" if lost.whole else "warning",
                manifest=lost.manifest,
                related=tuple(Place("takes every request", m.manifest, m.path) for m in lost.by),
            )
    # Only tcp routes may stand without a match.
    taken = None
    for n, row in entries(manifest.body, "spec", "tcp"):
        if taken is not None:
            yield Problem(
                "the route is never reached: an earlier route takes every connection",
                ("spec", "tcp", n),
                fix="move the route without a match to the end",
                related=(Place("takes every connection", manifest, ("spec", "tcp", taken)),),
            )
        elif not row.get("match"):
            taken = n
