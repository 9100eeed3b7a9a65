"""two VirtualServices whose routes for a host overlap on a gateway

Why: A gateway merges the routes of all VirtualServices of a host, the oldest object first: which of two overlapping
routes wins depends on which object happens to be older.
Source: https://istio.io/latest/docs/ops/best-practices/traffic-management/#split-virtual-services; routes without
conditions are moved to the end, so one of them is no conflict.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: a, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - match: [{uri: {prefix: /api}}]
          route: [{destination: {host: a}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: b, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - match: [{uri: {prefix: /api/v2}}]
          route: [{destination: {host: b}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: a, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - match: [{uri: {prefix: /api/}}]
          route: [{destination: {host: a}}]
    ---
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: b, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      http:
        - match: [{uri: {prefix: /web/}}]
          route: [{destination: {host: b}}]
        - route: [{destination: {host: b}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.istio_gateways import MESH
from generator.facts.route_matches import Match, covered_by, describe, routes
from generator.facts.virtual_services import by_gateway_host, routing
from generator.model import Manifest
from generator.rules.problem import Place, Problem, once_a_field

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("gateways",)


@once_a_field
def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    told: set[int] = set()
    read, known = routing(cluster, manifest), by_gateway_host(cluster)
    for gateway in read.gateways:
        for host in read.hosts if gateway != MESH else ():
            for other in known.get((gateway, host), ()):
                if other is manifest:
                    break
                pair = None if id(other) in told else _clash(cluster, gateway, manifest, other)
                if pair is not None:
                    told.add(id(other))
                    mine, theirs = pair
                    yield Problem(
                        f"VirtualService `{other.id.namespace}/{other.id.name}` routes {describe(theirs)} of `{host}`, "
                        f"this one {describe(mine)}: on {gateway} the older object wins",
                        mine.path,
                        fix="put both routes into one VirtualService, the narrower one first",
                        manifest=mine.manifest,
                        related=(Place("the other route", theirs.manifest, theirs.path),),
                    )


def _clash(cluster: Cluster, gateway: str, one: Manifest, other: Manifest) -> tuple[Match, Match] | None:
    """The first pair of matches of which one takes the other's requests."""
    theirs = [match for route in routes(cluster, other) for match in route.matches if gateway in match.gateways]
    for route in routes(cluster, one):
        for mine in route.matches:
            if gateway not in mine.gateways:
                continue
            for match in theirs:
                if mine.unconditional is match.unconditional and (covered_by(mine, match) or covered_by(match, mine)):
                    return mine, match
    return None
