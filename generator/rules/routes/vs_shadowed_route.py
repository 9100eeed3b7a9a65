"""route whose requests an earlier, wider one takes

Why: Routes are tried in order and the first match wins, so a narrow route behind a wide one is dead: its canary,
rewrite or timeout never applies. Only what is proven is told; delegates are looked into.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#VirtualService; a prefix is a plain
text prefix, header names are compared in lower case, a missing condition admits all.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /api}}]
          route: [{destination: {host: api}}]
        - match: [{uri: {prefix: /api/v2}, method: {exact: GET}}]
          route: [{destination: {host: next}}]
Bad (header of the canary behind the plain route):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /api}}]
          route: [{destination: {host: api}}]
        - match: [{uri: {regex: "/api/v[0-9]+/.*"}, headers: {x-canary: {exact: "true"}}}]
          route: [{destination: {host: next}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /api/v2}}]
          route: [{destination: {host: next}}]
        - match: [{uri: {prefix: /api}, headers: {x-user: {exact: a}}}]
          route: [{destination: {host: next}}]
        - match: [{uri: {prefix: /api}}]
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.route_matches import COVERED, dead, describe
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("match", "delegate")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for lost in dead(cluster, manifest):
        if lost.why != COVERED:
            continue
        wider = " and ".join(describe(match) for match in lost.by[:2])
        what = "the route is" if lost.whole else f"{describe(lost.match)} is"
        yield Problem(
            f"{what} never reached: an earlier route with {wider} takes its requests",
            lost.path,
            fix="move the narrower route before the wider one",
            severity="error" if lost.whole else "warning",
            manifest=lost.manifest,
            related=tuple(Place("takes its requests", m.manifest, m.path) for m in lost.by),
        )
