"""probe or hook on an init container that is no sidecar

Why: Only init containers with restartPolicy Always, the sidecars, run on and may be probed; others are refused.
Source: kubernetes pkg/apis/core/validation/validation.go, validateInitContainers.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      initContainers: [{name: migrate, image: "migrate:1", readinessProbe: {tcpSocket: {port: 80}}}]
      containers: [{name: web, image: "web:1"}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      initContainers:
        - {name: proxy, image: "proxy:1", restartPolicy: Always, readinessProbe: {tcpSocket: {port: 80}}}
      containers: [{name: web, image: "web:1"}]
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("initContainers",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        if path[-2] != "initContainers" or container.get("restartPolicy") == "Always":
            continue
        for field in ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle"):
            if container.get(field) is not None:
                yield Problem(
                    f"an init container that ends cannot have {field}",
                    (*path, field),
                    fix=f"remove {field}, or add restartPolicy: Always",
                )
