"""budget for a workload that only ever has one pod

Why: With one pod a budget either blocks every drain or does nothing; it protects no availability.
Source: https://kubernetes.io/docs/concepts/workloads/pods/disruptions/
Bad:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 1
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: shop}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.disruptions import allowed, scales
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = (kinds.PDB,)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    found = scales(cluster, manifest) or ()
    # What blocks a drain is told by pdb-blocks-eviction.
    if sum(scale.ceiling for scale in found) == 1 and allowed(mapping(manifest.body, "spec"), 1) != 0:
        yield Problem(
            "there is only ever one pod: the budget protects nothing",
            ("spec", "selector"),
            fix="run at least two pods, or drop the budget",
            severity="" if cluster.settings.get("stage", "production") == "production" else "info",
            related=(Place("one pod", found[0].owner, found[0].ceiling_path),),
        )
