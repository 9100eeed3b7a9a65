"""probe on a port name that its container does not declare

Why: The API server accepts it, but the kubelet finds no such port: the probe fails and the pod never gets ready.
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
from generator.facts.suggest import did_you_mean
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS

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
                # Digits in quotes are a number to the kubelet.
                if isinstance(port, str) and not port.isdigit() and port not in names:
                    yield Problem(
                        f"container `{text(container, 'name')}` declares no port `{port}`{did_you_mean(port, names)}",
                        (*path, *place, handler, "port"),
                        fix="name a port of this container, or give its number",
                    )
