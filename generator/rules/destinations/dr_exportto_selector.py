"""rule for some workloads that other namespaces shall see

Why: istiod refuses it: a workloadSelector picks clients of its own namespace, so nobody else can use the rule.
Source: istio pkg/config/validation/validation.go, validateExportTo.
Bad:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api.example.com
      exportTo: ["*"]
      workloadSelector: {matchLabels: {app: web}}
      trafficPolicy: {loadBalancer: {simple: RANDOM}}
Good:
    apiVersion: networking.istio.io/v1
    kind: DestinationRule
    metadata: {name: api, namespace: shop}
    spec:
      host: api.example.com
      exportTo: ["."]
      workloadSelector: {matchLabels: {app: web}}
      trafficPolicy: {loadBalancer: {simple: RANDOM}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DESTINATION_RULE,)
NEEDS = ("workloadSelector",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    wanted = rows(manifest.body, "spec", "exportTo")
    beyond = [item for item in wanted if item not in (".", manifest.id.namespace)]
    if beyond and get(manifest.body, "spec", "workloadSelector") is not None:
        yield Problem(
            f"exportTo `{beyond[0]}` with a workloadSelector is refused",
            ("spec", "exportTo"),
            fix="write exportTo: [.]",
            safe=True,
            value=["."],
        )
