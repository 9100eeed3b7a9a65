"""probe that may take longer than its period

Why: The next attempt waits for the slow one, so failures are noticed later than the period promises.
Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", livenessProbe: {timeoutSeconds: 30, tcpSocket: {port: 80}}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", livenessProbe: {timeoutSeconds: 10, tcpSocket: {port: 80}}}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import whole
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("timeoutSeconds",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
            timeout = whole(container, probe, "timeoutSeconds")
            period = whole(container, probe, "periodSeconds") or 10
            if timeout is not None and timeout > period:
                yield Problem(
                    f"a {probe} may take {timeout} seconds, but one begins every {period}",
                    (*path, probe, "timeoutSeconds"),
                    fix="lower timeoutSeconds or raise periodSeconds",
                )
