"""The doors of the mesh: one Gateway object with an HTTPS server for every public host that names it.

Each host has a server of its own, so that its certificate can be renewed, and can break, without its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.hosts import environment_host, host_slug
from generator.model import App, Scene, View

SCOPES = ("domain",)
_TLS = {"1.2": "TLSV1_2", "1.3": "TLSV1_3"}


def views(app: App, scene: Scene) -> Iterator[View]:
    """A Gateway for each entry of `gateways` that some host comes in by."""
    for name, spec in sorted((app.values.get("gateways") or {}).items()):
        hosts = _hosts(app, scene, name, spec)
        if not hosts:
            continue
        data = {
            "selector": spec["selector"],
            "http": {"port": spec["httpPort"], "redirect": spec["httpRedirect"]},
            "https_port": spec["httpsPort"],
            "min_tls": _TLS[spec["minTls"]],
            "hosts": hosts,
            "servers": [
                {"name": f"https-{host_slug(host)}", "host": host, "credential": _credential(spec, host, scene)}
                for host in hosts
            ],
        }
        gateway = mesh.find_gateway(scene, name, app.name, app, f"gateways.{name}")
        yield View("gateway", name, data, namespace=gateway.namespace, source=("gateways", name))


def _hosts(app: App, scene: Scene, name: str, spec: Mapping[str, Any]) -> list[str]:
    """Every public host that comes in by this gateway, sorted."""
    found = {environment_host(host, mesh.dns(scene)) for host in spec.get("hosts") or ()}
    for service in scene.services:
        traffic = service.values.get("traffic") or {}
        if traffic.get("gateway") == name and _is_ours(app, scene, name, service.domain):
            found.update(mesh.public_hosts(service, scene))
    for domain in scene.domains:
        for host, route in (domain.values.get("routes") or {}).items():
            if route.get("gateway") == name and _is_ours(app, scene, name, domain.name):
                found.add(environment_host(host, mesh.dns(scene)))
    return sorted(found)


def _is_ours(app: App, scene: Scene, name: str, domain: str) -> bool:
    return mesh.find_gateway(scene, name, domain, app, f"gateways.{name}").owner.name == app.name


def _credential(spec: Mapping[str, Any], host: str, scene: Scene) -> str:
    own = {environment_host(key, mesh.dns(scene)): value for key, value in (spec.get("credentials") or {}).items()}
    return str(own.get(host) or spec["credential"].replace("{host}", host_slug(host)))
