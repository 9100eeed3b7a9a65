"""pod without containers

Why: The API server refuses a pod or pod template that runs nothing.
Source: kubernetes pkg/apis/core/validation/validation.go, validateContainers.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: []
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, rows
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = tuple(kind for kind in kinds.WORKLOADS if kind != kinds.SCALED_JOB)
"""The Job of a ScaledJob has a rule of its own."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is not None and "containers" in template.spec and not rows(template.spec, "containers"):
        yield Problem("the pod has no containers", (*template.path, "spec", "containers"), fix="add a container")
