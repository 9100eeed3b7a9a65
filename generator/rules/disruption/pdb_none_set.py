"""budget with neither minAvailable nor maxUnavailable

Why: The disruption controller then allows no disruption at all, so every node drain waits for ever.
Source: kubernetes pkg/controller/disruption/disruption.go, getExpectedPodCount.
Bad:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {selector: {matchLabels: {app: web}}}
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: 50%, selector: {matchLabels: {app: web}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PDB,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = mapping(manifest.body, "spec")
    if spec.get("minAvailable") is None and spec.get("maxUnavailable") is None:
        yield Problem("the budget allows no disruption: it has neither bound", ("spec",), fix="add maxUnavailable: 1")
