"""outlier detection by a field that is gone

Why: consecutiveErrors is deprecated; Istio reads consecutive5xxErrors and consecutiveGatewayErrors instead and may
ignore it, so the host is never ejected.
Source: istio pkg/config/validation/validation.go, validateOutlierDetection.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {outlierDetection: {consecutiveErrors: 5}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {outlierDetection: {consecutive5xxErrors: 5}}}
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
NEEDS = ("consecutiveErrors",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, outlier in blocks(manifest, "outlierDetection"):
        if "consecutiveErrors" not in outlier:
            continue
        # One edit mends it: the block with the new name in place of the old one.
        kept = {key: value for key, value in outlier.items() if key != "consecutiveErrors"}
        yield Problem(
            "consecutiveErrors is deprecated" + ("" if "consecutive5xxErrors" not in outlier else " and ignored"),
            path,
            fix="write consecutive5xxErrors",
            safe=True,
            value={"consecutive5xxErrors": outlier["consecutiveErrors"], **kept},
        )
