"""probe or lifecycle hook without a way to act, or with several

Why: A probe has exactly one of exec, httpGet, tcpSocket and grpc, a hook one of exec, httpGet, tcpSocket and sleep;
the API server refuses everything else.
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
Bad (hook):
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers:
        - name: web
          image: "web:1"
          lifecycle: {preStop: {exec: {command: [stop]}, sleep: {seconds: 5}}}
Good:
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", livenessProbe: {periodSeconds: 5, tcpSocket: {port: 80}}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = kinds.WORKLOADS
NEEDS = ("livenessProbe", "readinessProbe", "startupProbe", "postStart", "preStop")

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS = ("postStart", "preStop")
_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
_ACTIONS = ("exec", "httpGet", "tcpSocket", "sleep")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    template = cluster.template(manifest)
    if template is None:
        return
    for path, container in template.containers(init=True):
        for name in _PROBES:
            yield from _judged(container.get(name), _HANDLERS, (*path, name))
        hooks = mapping(container, "lifecycle")
        for name in _HOOKS if hooks else ():
            yield from _judged(hooks.get(name), _ACTIONS, (*path, "lifecycle", name))


def _judged(holder: Any, known: tuple[str, ...], path: Path) -> Iterator[Problem]:
    if not isinstance(holder, Mapping):
        return
    given = [handler for handler in known if holder.get(handler) is not None]
    if len(given) != 1:
        told = " and ".join(given) or "none"
        yield Problem(
            f"{path[-1]} wants one of {', '.join(known[:-1])} and {known[-1]}, here is {told}",
            path,
            fix="keep one of them" if given else "add one of them",
        )
