"""rollingUpdate beside strategy Recreate

Why: Recreate takes no settings of a rolling update; the API server refuses both together.
Source: kubernetes pkg/apis/apps/validation/validation.go, ValidateDeploymentStrategy.
Bad:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      strategy: {type: Recreate, rollingUpdate: {maxSurge: 1}}
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: shop}
    spec:
      strategy: {type: Recreate}
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
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.DEPLOYMENT,)
NEEDS = ("rollingUpdate",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    strategy = mapping(manifest.body, "spec", "strategy")
    if strategy.get("type") == "Recreate" and strategy.get("rollingUpdate") is not None:
        yield Problem(
            "rollingUpdate stands beside strategy Recreate",
            ("spec", "strategy", "rollingUpdate"),
            fix="remove rollingUpdate, or use type RollingUpdate",
        )
