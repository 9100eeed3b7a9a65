"""budget with minAvailable and maxUnavailable

Why: The two exclude each other, and the API server refuses a budget that has both.
Source: kubernetes pkg/apis/policy/validation/validation.go, ValidatePodDisruptionBudgetSpec.
Bad:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: 1, maxUnavailable: 1, selector: {matchLabels: {app: web}}}
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PDB,)
NEEDS = ("minAvailable",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    spec = mapping(manifest.body, "spec")
    if spec.get("minAvailable") is not None and spec.get("maxUnavailable") is not None:
        yield Problem(
            "minAvailable and maxUnavailable exclude each other",
            ("spec", "minAvailable"),
            fix="keep one; maxUnavailable still fits when the number of replicas changes",
        )
