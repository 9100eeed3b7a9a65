"""Where Ingresses and routes of the Gateway API send requests: Services and their ports.

Source: https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/ and
https://gateway-api.sigs.k8s.io/reference/spec/#backendref
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts.cluster import Cluster, kind_name, mapping
from generator.facts.fields import entries, text, whole
from generator.facts.services import ports
from generator.model import Manifest, Path

INGRESS = "Ingress.networking.k8s.io"
ROUTES = tuple(f"{kind}.gateway.networking.k8s.io" for kind in ("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute"))


@dataclass(frozen=True)
class Backend:
    """A Service that an Ingress or a route names, and its port (number or name; None where none is named).

    `path` leads to the reference, `port_path` to the port in it.
    """

    manifest: Manifest
    path: Path
    port_path: Path
    namespace: str
    service: str
    port: int | str | None


@lru_cache(maxsize=8)
def backends(cluster: Cluster) -> tuple[Backend, ...]:
    """Every Service that Ingresses and routes of a cluster name."""
    found = [one for m in cluster.all(INGRESS) for one in _of_ingress(m)]
    found += [one for m in cluster.all(*ROUTES) for one in _of_route(m)]
    return tuple(one for one in found if one.service)


def resolves(cluster: Cluster, backend: Backend) -> bool:
    """Whether the Service is here and has the port."""
    service = cluster.get("Service", backend.namespace, backend.service)
    if service is None:
        return False
    return backend.port is None or any(backend.port in (each.port, each.name) for each in ports(service))


def _of_ingress(manifest: Manifest) -> Iterator[Backend]:
    spec = mapping(manifest.body, "spec")
    yield from _ingress_backend(manifest, mapping(spec, "defaultBackend"), ("spec", "defaultBackend"))
    for n, rule in entries(spec, "rules"):
        for m, row in entries(rule, "http", "paths"):
            path: Path = ("spec", "rules", n, "http", "paths", m, "backend")
            yield from _ingress_backend(manifest, mapping(row, "backend"), path)


def _ingress_backend(manifest: Manifest, backend: Mapping[str, Any], path: Path) -> Iterator[Backend]:
    service = mapping(backend, "service")
    here: Path = (*path, "service")
    port = text(service, "port", "name") or whole(service, "port", "number")
    yield Backend(manifest, (*here, "name"), (*here, "port"), manifest.id.namespace, text(service, "name"), port)


def _of_route(manifest: Manifest) -> Iterator[Backend]:
    for n, rule in entries(manifest.body, "spec", "rules"):
        for m, row in entries(rule, "backendRefs"):
            if text(row, "kind") in ("", "Service") and not text(row, "group"):
                path: Path = ("spec", "rules", n, "backendRefs", m)
                home = text(row, "namespace") or manifest.id.namespace
                yield Backend(manifest, (*path, "name"), (*path, "port"), home, text(row, "name"), whole(row, "port"))


def kind_of(backend: Backend) -> str:
    """The kind that names the Service, for people."""
    return kind_name(backend.manifest).partition(".")[0]
