"""budget over every pod of a namespace, or over none

Why: An empty selector takes in every pod of the namespace, one bound for all; a missing selector takes in none.
Source: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget
Bad:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: all, namespace: shop}
    spec: {maxUnavailable: 1, selector: {}}
Bad (no selector):
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: all, namespace: shop}
    spec: {maxUnavailable: 1}
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: all, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.PDB,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    selector = get(manifest.body, "spec", "selector")
    if selector is None:
        yield Problem(
            "the budget has no selector and protects nothing", ("spec",), fix="add a selector", severity="error"
        )
    elif isinstance(selector, Mapping) and not any(selector.values()):
        yield Problem(
            f"the empty selector takes in every pod of namespace {manifest.id.namespace}",
            ("spec", "selector"),
            fix="select one workload's pods",
        )
