"""several pods that one drain may take all at once

Why: Without a budget, draining nodes evicts all of them together.
Source: https://kubernetes.io/docs/tasks/run-application/configure-pdb/
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers:
            - {name: web, image: "web:1"}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.disruptions import budgets_of
from generator.facts.replicas import replicas
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = (kinds.DEPLOYMENT, kinds.STATEFUL_SET, kinds.ROLLOUT)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    bounds_of = replicas(cluster, manifest)
    if bounds_of is not None and bounds_of.floor > 1 and not budgets_of(cluster, manifest):
        fix = "add a PodDisruptionBudget with maxUnavailable: 1"
        message = f"{bounds_of.floor} pods, and no PodDisruptionBudget keeps any of them"
        yield Problem(message, ("metadata", "name"), fix=fix)
