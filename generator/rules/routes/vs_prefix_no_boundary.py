"""path prefix that catches a sibling too

Why: A prefix is a plain beginning of the text: `/debug` takes `/debugger` as well, unless another route takes it
before.
Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch. Where the sibling comes
later and is lost for good, vs-shadowed-route tells it.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [web]
      http:
        - match: [{uri: {prefix: /debugger}}]
          route: [{destination: {host: debugger}}]
        - match: [{uri: {prefix: /debug}}]
          route: [{destination: {host: web}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: web, namespace: shop}
    spec:
      hosts: [web]
      http:
        - match: [{uri: {prefix: /debugger}}]
          route: [{destination: {host: debugger}}]
        - match: [{uri: {exact: /debug}}, {uri: {prefix: /debug/}}]
          route: [{destination: {host: web}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.route_matches import Match, own_routes, shadows
from generator.facts.string_matches import EXACT, PREFIX, text_match
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("prefix", "regex")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    lost = {shadow.match.path for shadow in shadows(cluster, manifest)}
    every = [match for route in own_routes(manifest) for match in route.matches if match.path not in lost]
    for match in every:
        uri = text_match(match.body.get("uri"))
        if uri is None or uri.kind != PREFIX or uri.text.endswith("/") or not uri.text:
            continue
        sibling = next((other for other in every if other is not match and _extends(other, uri.text)), None)
        if sibling is not None:
            found = text_match(sibling.body.get("uri"))
            yield Problem(
                f"prefix `{uri.text}` takes `{found.text if found else ''}` too",
                (*match.path, "uri"),
                fix=f"match `{uri.text}` exactly, and the prefix `{uri.text}/`",
                related=(Place("the sibling", manifest, (*sibling.path, "uri")),),
            )


def _extends(match: Match, prefix: str) -> bool:
    uri = text_match(match.body.get("uri"))
    if uri is None or uri.kind not in (EXACT, PREFIX) or not uri.text.startswith(prefix):
        return False
    return uri.text[len(prefix) : len(prefix) + 1] not in ("", "/", "?")
