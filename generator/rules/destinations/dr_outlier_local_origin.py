"""local failures counted without telling them apart

Why: istiod refuses consecutiveLocalOriginFailures unless splitExternalLocalOriginErrors is on: without it both kinds of
errors are counted together.
Source: istio pkg/config/validation/validation.go, validateOutlierDetection.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec: {host: api, trafficPolicy: {outlierDetection: {consecutiveLocalOriginFailures: 5}}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api
      trafficPolicy:
        outlierDetection: {consecutiveLocalOriginFailures: 5, splitExternalLocalOriginErrors: true}
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
NEEDS = ("consecutiveLocalOriginFailures",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, outlier in blocks(manifest, "outlierDetection"):
        failures = whole(outlier, "consecutiveLocalOriginFailures") or 0
        if failures > 0 and outlier.get("splitExternalLocalOriginErrors") is not True:
            yield Problem(
                "consecutiveLocalOriginFailures without splitExternalLocalOriginErrors is refused",
                (*path, "consecutiveLocalOriginFailures"),
                fix="add splitExternalLocalOriginErrors: true",
            )
