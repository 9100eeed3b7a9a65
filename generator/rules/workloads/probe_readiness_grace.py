"""grace period on a readiness probe, or one below a second

Why: A readiness probe never ends a container, so it has no grace period; the API server refuses both.
Source: kubernetes pkg/apis/core/validation/validation.go, validateReadinessProbe.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - {name: web, image: "web:1", readinessProbe: {terminationGracePeriodSeconds: 5, tcpSocket: {port: 80}}}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - {name: web, image: "web:1", livenessProbe: {terminationGracePeriodSeconds: 5, tcpSocket: {port: 80}}}
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
NEEDS = ("terminationGracePeriodSeconds",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
            grace = whole(container, probe, "terminationGracePeriodSeconds")
            if grace is not None and (probe == "readinessProbe" or grace < 1):
                yield Problem(
                    f"a {probe} cannot have terminationGracePeriodSeconds {grace}",
                    (*path, probe, "terminationGracePeriodSeconds"),
                    fix="remove it",
                    safe=True,
                    value=OMIT,
                )
