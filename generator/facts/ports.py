"""Every port number that a workload, a Service or a route of it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name
from generator.facts.fields import entries
from generator.model import Manifest, Path

ROUTING = ("Ingress.networking.k8s.io", "NetworkPolicy.networking.k8s.io")
"""Kinds of Kubernetes that name ports of others."""
_ACTIONS: tuple[Path, ...] = (
    ("livenessProbe",),
    ("readinessProbe",),
    ("startupProbe",),
    ("lifecycle", "postStart"),
    ("lifecycle", "preStop"),
)
_HANDLERS = ("httpGet", "tcpSocket", "grpc")
_BACKEND = ("service", "port", "number")
_DESTINATION = ("port", "number")


def numbers(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, Any]]:
    """Each port field that holds a number, with its value."""
    template = cluster.template(manifest)
    if template is not None:
        for path, container in template.containers(init=True):
            yield from _container(path, container)
    match kind_name(manifest):
        case kinds.SERVICE:
            for n, row in entries(manifest.body, "spec", "ports"):
                for field in ("port", "targetPort"):
                    yield ("spec", "ports", n, field), row.get(field)
        case kinds.GATEWAY:
            for n, row in entries(manifest.body, "spec", "servers"):
                yield ("spec", "servers", n, "port", "number"), get(row, "port", "number")
        case kinds.SERVICE_ENTRY:
            for n, row in entries(manifest.body, "spec", "ports"):
                for field in ("number", "targetPort"):
                    yield ("spec", "ports", n, field), row.get(field)
        case kinds.VIRTUAL_SERVICE:
            yield from _routes(manifest)
        case kinds.DESTINATION_RULE:
            for n, row in entries(manifest.body, "spec", "trafficPolicy", "portLevelSettings"):
                yield ("spec", "trafficPolicy", "portLevelSettings", n, *_DESTINATION), get(row, *_DESTINATION)
        case "Ingress.networking.k8s.io":
            yield from _ingress(manifest)
        case "NetworkPolicy.networking.k8s.io":
            for side in ("ingress", "egress"):
                for n, rule in entries(manifest.body, "spec", side):
                    for m, row in entries(rule, "ports"):
                        for field in ("port", "endPort"):
                            yield ("spec", side, n, "ports", m, field), row.get(field)


def _container(path: Path, container: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    for n, row in entries(container, "ports"):
        for field in ("containerPort", "hostPort"):
            yield (*path, "ports", n, field), row.get(field)
    for action in _ACTIONS:
        if action[0] in container:
            for handler in _HANDLERS:
                yield (*path, *action, handler, "port"), get(container, *action, handler, "port")


def _routes(manifest: Manifest) -> Iterator[tuple[Path, Any]]:
    for protocol in ("http", "tcp", "tls"):
        for n, row in entries(manifest.body, "spec", protocol):
            here: Path = ("spec", protocol, n)
            for m, match in entries(row, "match"):
                yield (*here, "match", m, "port"), match.get("port")
            for field in ("route", "mirrors"):
                for m, route in entries(row, field):
                    path = (*here, field, m, "destination", *_DESTINATION)
                    yield path, get(route, "destination", *_DESTINATION)
            yield (*here, "mirror", *_DESTINATION), get(row, "mirror", *_DESTINATION)


def _ingress(manifest: Manifest) -> Iterator[tuple[Path, Any]]:
    yield ("spec", "defaultBackend", *_BACKEND), get(manifest.body, "spec", "defaultBackend", *_BACKEND)
    for n, rule in entries(manifest.body, "spec", "rules"):
        for m, row in entries(rule, "http", "paths"):
            yield ("spec", "rules", n, "http", "paths", m, "backend", *_BACKEND), get(row, "backend", *_BACKEND)
