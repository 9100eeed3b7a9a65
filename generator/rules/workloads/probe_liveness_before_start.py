"""liveness probe that may kill a container before it has started

Why: Without a startup probe the liveness probe counts from the first second; a slow start then becomes a restart
loop.
Source: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#startup-probe
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - {name: web, image: "web:1", livenessProbe: {periodSeconds: 2, failureThreshold: 1, tcpSocket: {port: 80}}}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          livenessProbe: {periodSeconds: 2, failureThreshold: 1, tcpSocket: {port: 80}}
          startupProbe: {periodSeconds: 2, failureThreshold: 60, tcpSocket: {port: 80}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import whole
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = kinds.WORKLOADS
NEEDS = ("livenessProbe",)
DEFAULT = False

_ENOUGH = 30
"""Seconds that most programs start in."""


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers():
        probe = mapping(container, "livenessProbe")
        if not probe or mapping(container, "startupProbe"):
            continue
        budget = (whole(probe, "initialDelaySeconds") or 0) + (whole(probe, "periodSeconds") or 10) * (
            whole(probe, "failureThreshold") or 3
        )
        if budget < _ENOUGH:
            yield Problem(
                f"the container is killed when it is not up after {budget} seconds",
                (*path, "livenessProbe"),
                fix="add a startupProbe",
            )
