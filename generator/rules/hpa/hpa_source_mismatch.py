"""metric whose type and block disagree

Why: A metric has exactly the one block that its type names; the API server refuses any other combination.
Source: kubernetes pkg/apis/autoscaling/validation/validation.go, validateMetricSpec.
Bad:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics:
        - type: Resource
          external: {metric: {name: queue}, target: {type: Value, value: "5"}}
Good:
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: shop}
    spec:
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      metrics:
        - type: External
          external: {metric: {name: queue}, target: {type: Value, value: "5"}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, text
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.HPA,)

_BLOCKS = {
    "Object": "object",
    "Pods": "pods",
    "Resource": "resource",
    "External": "external",
    "ContainerResource": "containerResource",
}


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for n, row in entries(manifest.body, "spec", "metrics"):
        wanted = _BLOCKS.get(text(row, "type"))
        present = [block for block in _BLOCKS.values() if row.get(block) is not None]
        path: Path = ("spec", "metrics", n)
        if wanted is None:
            known = ", ".join(_BLOCKS)
            yield Problem(f"`{row.get('type')}` is no type of metric", (*path, "type"), fix=f"one of {known}")
        elif present != [wanted]:
            told = " and ".join(f"`{block}`" for block in present) or "no block"
            yield Problem(
                f"type {row['type']} wants the block `{wanted}`, here is {told}", path, fix=f"keep `{wanted}` only"
            )
