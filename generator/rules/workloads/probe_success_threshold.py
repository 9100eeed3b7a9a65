"""liveness or startup probe with a success threshold above one

Why: One success is enough by definition; the API server refuses other thresholds.
Source: kubernetes pkg/apis/core/validation/validation.go, validateLivenessProbe.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", livenessProbe: {successThreshold: 2, tcpSocket: {port: 80}}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", readinessProbe: {successThreshold: 2, tcpSocket: {port: 80}}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.model import OMIT, Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("successThreshold",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        for probe in ("livenessProbe", "startupProbe"):
            threshold = whole(container, probe, "successThreshold")
            if threshold not in (None, 0, 1):
                yield Problem(
                    f"successThreshold of a {probe} must be 1, here is {threshold}",
                    (*path, probe, "successThreshold"),
                    fix="remove successThreshold",
                    safe=True,
                    value=OMIT,
                )
