"""probe on a port number that its container does not declare

Why: It works when something listens there, but it often is a slip of the pen, and meshes treat undeclared ports
otherwise.
Source: https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          ports: [{name: http, containerPort: 8080}]
          readinessProbe: {httpGet: {path: /ready, port: 9000}}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          ports: [{name: http, containerPort: 8080}]
          readinessProbe: {httpGet: {path: /ready, port: 8080}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.facts.fields import entries, whole
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = kinds.WORKLOADS
NEEDS = ("livenessProbe", "readinessProbe", "startupProbe")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        numbers = [whole(row, "containerPort") for _, row in entries(container, "ports")]
        for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
            for handler in ("httpGet", "tcpSocket", "grpc"):
                port = whole(container, probe, handler, "port")
                if numbers and port is not None and port not in numbers:
                    yield Problem(
                        f"the container does not declare port {port}",
                        (*path, probe, handler, "port"),
                        fix="declare the port, or probe one that is declared",
                    )
