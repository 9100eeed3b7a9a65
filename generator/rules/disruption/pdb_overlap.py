"""two budgets over the same pods

Why: The eviction API answers with an error when a pod has two budgets, so a node with such a pod cannot be drained.
Source: https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors
Bad:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web-by-hand, namespace: shop}
    spec: {minAvailable: 1, selector: {matchLabels: {tier: front}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web, tier: front}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: other}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.disruptions import budgets_of, covered
from generator.model import Manifest, ObjectId
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = (kinds.PDB,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    told: set[ObjectId] = set()
    for template in covered(cluster, manifest):
        budgets = budgets_of(cluster, template.manifest)
        first = budgets[0]
        # Told at the later budget, once for each pair.
        if first.id == manifest.id or first.id in told:
            continue
        told.add(first.id)
        yield Problem(
            f"the pods of `{template.manifest.id.name}` are in the budget `{first.id.name}` too",
            ("spec", "selector"),
            fix="keep one budget for each pod",
            related=(Place("the other budget", first, ("spec", "selector")), Place("the pods", template.manifest)),
        )
