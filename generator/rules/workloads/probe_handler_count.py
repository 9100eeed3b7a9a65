"""probe or lifecycle hook without a way to act, or with several

Why: A probe has exactly one of exec, httpGet, tcpSocket and grpc; the API server refuses everything else.
Source: kubernetes pkg/apis/core/validation/validation.go, validateHandler.
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", livenessProbe: {periodSeconds: 5}}]
Bad (two):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", readinessProbe: {tcpSocket: {port: 80}, httpGet: {port: 80}}}]
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", livenessProbe: {periodSeconds: 5, tcpSocket: {port: 80}}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.facts import kinds
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        for name in _PROBES:
            probe = container.get(name)
            if not isinstance(probe, Mapping):
                continue
            given = [handler for handler in _HANDLERS if probe.get(handler) is not None]
            if len(given) != 1:
                told = " and ".join(given) or "none"
                yield Problem(
                    f"{name} wants one of exec, httpGet, tcpSocket and grpc, here is {told}",
                    (*path, name),
                    fix="keep one of them" if given else "add one of them",
                )
