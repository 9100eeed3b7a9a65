"""probe on a port name that its container does not declare

Why: The API server accepts it, but the kubelet finds no such port: the probe fails and the pod never gets ready. A
number in quotes is taken for a name without letters, and refused.
Source: kubernetes pkg/probe/util.go, ResolveContainerPort.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          ports: [{name: web, containerPort: 8080}]
          readinessProbe: {httpGet: {path: /ready, port: http}}
Bad (port of another container):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - {name: web, image: "web:1", livenessProbe: {tcpSocket: {port: metrics}}}
        - {name: agent, image: "agent:1", ports: [{name: metrics, containerPort: 9090}]}
Bad (number in quotes):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          readinessProbe: {tcpSocket: {port: "8080"}}
          ports: [{containerPort: 8080}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          ports: [{name: http, containerPort: 8080}]
          readinessProbe: {httpGet: {path: /ready, port: http}}
          livenessProbe: {tcpSocket: {port: 8080}}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import entries, text
from generator.facts.residue import unrendered
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("httpGet", "tcpSocket")

_CHECKS = (
    ("livenessProbe",),
    ("readinessProbe",),
    ("startupProbe",),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        names = [text(row, "name") for _, row in entries(container, "ports")]
        for place in _CHECKS:
            for handler in ("httpGet", "tcpSocket"):
                port = get(container, *place, handler, "port")
                if isinstance(port, str) and port.isascii() and port.isdigit():
                    yield Problem(
                        f"port `{port}` is a number in quotes, which makes it a name that is refused",
                        (*path, *place, handler, "port"),
                        fix="remove the quotes",
                        safe=True,
                        value=int(port),
                    )
                elif isinstance(port, str) and port not in names and not unrendered(port):
                    yield Problem(
                        f"container `{text(container, 'name')}` declares no port `{port}`{did_you_mean(port, names)}",
                        (*path, *place, handler, "port"),
                        fix="name a port of this container, or give its number",
                    )
