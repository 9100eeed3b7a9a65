"""match that an earlier route has too

Why: The earlier route takes its requests; the second one waits for what never comes.
Source: https://istio.io/latest/docs/reference/config/analysis/ist0131/
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /a}}]
          route: [{destination: {host: api}}]
        - match: [{name: again, uri: {prefix: /a}}, {uri: {prefix: /b}}]
          route: [{destination: {host: next}}]
Bad (tls):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api.example.com]
      gateways: [edge/public]
      tls:
        - match: [{sniHosts: [api.example.com], port: 443}]
          route: [{destination: {host: api}}]
        - match: [{sniHosts: [api.example.com], port: 443}]
          route: [{destination: {host: next}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - match: [{uri: {prefix: /a}}, {uri: {prefix: /a/b}}]
          route: [{destination: {host: api}}]
        - match: [{uri: {prefix: /c}}]
          route: [{destination: {host: next}}]
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries
from generator.facts.route_matches import SAME, dead
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.VIRTUAL_SERVICE,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for lost in dead(cluster, manifest):
        if lost.why == SAME:
            yield Problem(
                "every match of the route stands in earlier ones" if lost.whole else "an earlier match says the same",
                lost.path,
                fix="remove the repeated match, or put what differs into it",
                severity="error" if lost.whole else "warning",
                manifest=lost.manifest,
                related=tuple(Place("the same match", m.manifest, m.path) for m in lost.by),
            )
    for protocol in ("tls", "tcp"):
        yield from _plain(manifest, protocol)


def _plain(manifest: Manifest, protocol: str) -> Iterator[Problem]:
    first: dict[str, tuple[str | int, ...]] = {}
    for n, row in entries(manifest.body, "spec", protocol):
        for m, match in entries(row, "match"):
            text, path = json.dumps(match, sort_keys=True, default=str), ("spec", protocol, n, "match", m)
            if text in first:
                yield Problem(
                    "an earlier match says the same",
                    path,
                    fix="remove the repeated match, or put what differs into it",
                    related=(Place("the same match", manifest, first[text]),),
                )
            first.setdefault(text, path)
