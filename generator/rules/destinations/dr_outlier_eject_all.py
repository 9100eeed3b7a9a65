"""outlier detection that may eject every endpoint

Why: With 100 percent allowed and no minimum of healthy ones, one bad release leaves no endpoint and every request gets
503.
Source: https://istio.io/latest/docs/reference/config/networking/destination-rule/#OutlierDetection
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {outlierDetection: {maxEjectionPercent: 100}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {outlierDetection: {maxEjectionPercent: 100, minHealthPercent: 30}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.traffic_policies import blocks
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("maxEjectionPercent",)
DEFAULT = False


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, outlier in blocks(manifest, "outlierDetection"):
        if outlier.get("maxEjectionPercent") == 100 and not outlier.get("minHealthPercent"):
            yield Problem(
                "every endpoint may be ejected",
                (*path, "maxEjectionPercent"),
                fix="write 50, or add minHealthPercent",
            )
