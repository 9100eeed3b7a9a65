"""Every port number that a workload, a Service or a route of it names."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, kind_name
from generator.facts.fields import entries
from generator.model import Manifest, Path

_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HANDLERS = ("httpGet", "tcpSocket", "grpc")


def numbers(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, Any]]:
    """Each port field that holds a number, with its value."""
    template = cluster.template(manifest)
    if template is not None:
        for path, container in template.containers(init=True):
            for n, row in entries(container, "ports"):
                for field in ("containerPort", "hostPort"):
                    yield (*path, "ports", n, field), row.get(field)
            for probe in _PROBES:
                for handler in _HANDLERS:
                    yield (*path, probe, handler, "port"), get(container, probe, handler, "port")
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
            for protocol in ("http", "tcp", "tls"):
                for n, row in entries(manifest.body, "spec", protocol):
                    for m, route in entries(row, "route"):
                        path = ("spec", protocol, n, "route", m, "destination", "port", "number")
                        yield path, get(route, "destination", "port", "number")
