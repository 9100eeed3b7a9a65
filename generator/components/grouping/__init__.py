"""One public VirtualService per host of a domain, which leads to several services by path.

Each path is served as its service's `traffic` says (split, pins, timeouts, rules), so grouping services behind a host
changes none of that. A service named here gives up its own public route for the host.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from generator import mesh
from generator.hosts import environment_host, host_slug
from generator.mesh.paths import Entrance
from generator.mesh.routes import http_routes
from generator.model import App, Scene, View

SCOPES = ("domain",)


def views(app: App, scene: Scene) -> Iterator[View]:
    """A VirtualService for every host under `routes`."""
    for written, route in sorted((app.values.get("routes") or {}).items()):
        key = f"routes.{written}"
        host = environment_host(written, mesh.dns(scene))
        gateway = mesh.find_gateway(scene, route["gateway"], app.name, app, f"{key}.gateway")
        _check_claims(app, scene, host, key, route)
        data = {
            "hosts": [host],
            "gateways": [gateway.reference],
            "routes": _routes(app, scene, gateway.reference, route["paths"], key),
        }
        namespace = route.get("namespace") or _home(app, key)
        yield View("virtualservice", host_slug(written), data, namespace=namespace, source=("routes", written))


def _home(app: App, key: str) -> str:
    """Where a domain's VirtualServices live."""
    inside = mesh.mesh_namespaces(app)
    if not inside:
        fix = f"set {key}.namespace, or declare a namespace under namespaces"
        raise mesh.error(app, key, "the domain has no namespace in the mesh", "values-no-mesh-namespace", fix)
    return inside[0]


def _routes(app: App, scene: Scene, gateway: str, paths: list[Mapping[str, Any]], key: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    taken: dict[str, int] = {}
    for number, item in enumerate(paths):
        where = f"{key}.paths[{number}]"
        path = (item.get("path") or "/").rstrip("/") or "/"
        if "/" in taken or path in taken:
            earlier = taken.get("/", taken.get(path))
            message = f"is never reached: paths[{earlier}] takes every such request"
            raise mesh.error(app, where, message, "vs-shadowed-route", "put the more special path first")
        taken[path] = number
        service = mesh.find_service(scene, item["service"], item.get("namespace"), app, f"{where}.service")
        pair = (path, item.get("rewrite") or path)
        entrance = Entrance(gateway, () if pair == ("/", "/") else (pair,))
        for route in http_routes(_only(service, item, app, where), scene, [entrance], item.get("port"), partial=True):
            name = f"{service.name}-{route['name']}"
            again = sum(1 for other in made if other["name"] == name or other["name"].startswith(f"{name}-again-"))
            made.append({**route, "name": f"{name}-again-{again}" if again else name})
    return made


def _only(service: App, item: Mapping[str, Any], app: App, where: str) -> App:
    """The service with all its requests sent to the one subset that the path asks for."""
    subset = item.get("subset")
    if not subset:
        return service
    traffic = service.values.get("traffic") or {}
    if subset not in (traffic.get("subsets") or {}):
        raise mesh.unknown(app, f"{where}.subset", "subset", subset, traffic.get("subsets") or {})
    rules = [{k: v for k, v in rule.items() if k not in ("subset", "split")} for rule in traffic.get("rules") or ()]
    narrowed = {**traffic, "split": {subset: 100}, "pin": {}, "rules": rules}
    return replace(service, values={**service.values, "traffic": narrowed})


def _check_claims(app: App, scene: Scene, host: str, key: str, route: Mapping[str, Any]) -> None:
    """A service that asks for the host but is reached by none of its paths would silently be cut off."""
    named = {item["service"] for item in route["paths"]}
    for service in scene.services:
        if host in mesh.public_hosts(service, scene) and service.name not in named:
            message = f"{service.name} asks for this host too, but no path leads to it"
            fix = f"add a path for {service.name}, or remove the host from its traffic.hosts"
            raise mesh.error(app, key, message, "values-host-without-path", fix)
