"""budget whose bound is no number of pods and no percentage

Why: A bound is a whole number from 0 or a percentage up to 100%; the API server refuses everything else.
Source: kubernetes pkg/apis/policy/validation/validation.go, ValidatePodDisruptionBudgetSpec.
Bad:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: "1.5", selector: {matchLabels: {app: web}}}
Bad (more than all):
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 150%, selector: {matchLabels: {app: web}}}
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {minAvailable: 100%, selector: {matchLabels: {app: web}}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.disruptions import amount
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.PDB,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for field in ("minAvailable", "maxUnavailable"):
        value = get(manifest.body, "spec", field)
        if value is None:
            continue
        read = amount(value)
        if read is None or (read[1] and read[0] > 100):
            yield Problem(
                f"`{value}` is no number of pods and no percentage up to 100%",
                ("spec", field),
                fix="write a whole number such as 1, or a percentage such as 25%",
            )
