"""liveness probe that is the readiness probe over again

Why: Under load both fail together, and instead of resting behind the Service the pod is killed; the others take its
load and are killed in turn.
Source: https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
Bad:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          livenessProbe: {httpGet: {path: /, port: 8080}}
          readinessProbe: {httpGet: {path: /, port: 8080}}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          livenessProbe: {failureThreshold: 10, httpGet: {path: /, port: 8080}}
          readinessProbe: {httpGet: {path: /, port: 8080}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.fields import whole
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "warning"
KINDS = kinds.WORKLOADS
NEEDS = ("livenessProbe",)

_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers():
        live, ready = mapping(container, "livenessProbe"), mapping(container, "readinessProbe")
        if live and ready and _handler(live) == _handler(ready) and _patience(live) <= _patience(ready):
            yield Problem(
                "livenessProbe and readinessProbe ask the same, and the pod is killed no later than it is set aside",
                (*path, "livenessProbe"),
                fix="ask something simpler, or raise failureThreshold of the livenessProbe",
                related=(Place("the readiness probe", manifest, (*path, "readinessProbe")),),
            )


def _handler(probe: Mapping[str, Any]) -> dict[str, Any]:
    return {name: probe.get(name) for name in _HANDLERS}


def _patience(probe: Mapping[str, Any]) -> int:
    """Seconds of failure that a probe bears."""
    return (whole(probe, "periodSeconds") or 10) * (whole(probe, "failureThreshold") or 3)
