"""percentage outside 0 to 100

Why: istiod refuses the rule.
Source: istio pkg/config/validation/validation.go, ValidatePercent.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {outlierDetection: {maxEjectionPercent: 150}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {outlierDetection: {maxEjectionPercent: 50, minHealthPercent: 30}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.facts.traffic_policies import blocks
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("maxEjectionPercent", "minHealthPercent")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, outlier in blocks(manifest, "outlierDetection"):
        for field in ("maxEjectionPercent", "minHealthPercent"):
            percent = whole(outlier, field)
            if percent is not None and not 0 <= percent <= 100:
                yield Problem(f"{field} {percent} is no percentage", (*path, field), fix="write 0 to 100")
