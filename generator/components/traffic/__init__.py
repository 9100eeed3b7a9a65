"""How requests reach a service: one VirtualService for its routes, one DestinationRule for the way to its pods.

Public hosts come in by a gateway, callers inside the mesh by the service's own name; where the two see different
paths, every match names its gateway. Hosts that a domain groups by path are left to the domain. A service without
`traffic`, or without a port that speaks HTTP, has neither object and Kubernetes routes to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.components.traffic.destination import destination
from generator.mesh.paths import Entrance
from generator.mesh.routes import http_routes
from generator.model import App, Scene, View

SCOPES = ("service",)
MESH = "mesh"


def views(app: App, scene: Scene) -> Iterator[View]:
    """The DestinationRule and, where requests come in by a gateway or the mesh, the VirtualService."""
    traffic = app.values.get("traffic")
    if not traffic or _unroutable(app, traffic):
        return
    yield View("destinationrule", app.name, destination(app, scene), source=("traffic",))
    hosts = tuple(h for h in mesh.public_hosts(app, scene) if h not in mesh.grouped_hosts(scene))
    entrances = tuple(_entrances(app, scene, traffic, hosts))
    if not entrances:
        return
    inside = [mesh.fqdn(app)] if traffic["mesh"] else []
    data = {
        "hosts": [*hosts, *inside],
        "gateways": [entrance.gateway for entrance in entrances],
        "routes": http_routes(app, scene, entrances),
    }
    yield View("virtualservice", app.name, data, source=("traffic",))


def _unroutable(app: App, traffic: Mapping[str, Any]) -> bool:
    """Inherited settings do not make a worker routable; what only this service can have asked for is an error later."""
    asked = any(traffic.get(key) for key in ("hosts", "paths", "port", "rules", "split", "subsets"))
    return mesh.default_port(app) is None and not asked


def _entrances(app: App, scene: Scene, traffic: Mapping[str, Any], hosts: tuple[str, ...]) -> Iterator[Entrance]:
    if hosts:
        gateway = mesh.find_gateway(scene, traffic["gateway"], app.domain, app, "traffic.gateway")
        paths, rewrite = traffic.get("paths") or (), traffic.get("rewrite")
        if rewrite and not paths:
            fix = "name traffic.paths, or remove the rewrite"
            raise mesh.error(
                app, "traffic.rewrite", "there are no paths to rewrite", "values-rewrite-without-paths", fix
            )
        yield Entrance(gateway.reference, tuple((path, rewrite or path) for path in paths))
    if traffic["mesh"]:
        yield Entrance(MESH)
