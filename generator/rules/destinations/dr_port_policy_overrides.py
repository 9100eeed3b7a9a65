"""settings that a port loses by having some of its own

Why: Settings of a port replace those of the destination as a whole: what is not repeated falls back to the default.
Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#TrafficPolicy (portLevelSettings)
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: web, namespace: shop}
    spec:
      host: web
      trafficPolicy:
        outlierDetection: {consecutive5xxErrors: 5}
        portLevelSettings: [{port: {number: 443}, tls: {mode: SIMPLE}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: web, namespace: shop}
    spec:
      host: web
      trafficPolicy:
        outlierDetection: {consecutive5xxErrors: 5}
        portLevelSettings: [{port: {number: 443}, tls: {mode: SIMPLE}, outlierDetection: {consecutive5xxErrors: 5}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.traffic_policies import policies
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "info"
DEFAULT = False
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("portLevelSettings",)

_FIELDS = ("tls", "outlierDetection", "connectionPool", "loadBalancer")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for policy in policies(manifest):
        if not policy.per_port or policy.port is None:
            continue
        above = policy.path[:-2]
        parent = get(manifest.body, *above)
        lost = [field for field in _FIELDS if get(parent, field) and not policy.body.get(field)]
        if lost:
            yield Problem(
                f"port {policy.port} loses {' and '.join(lost)} of the destination",
                policy.path,
                fix="repeat what the port shall keep",
                related=(Place("set here", manifest, (*above, lost[0])),),
            )
