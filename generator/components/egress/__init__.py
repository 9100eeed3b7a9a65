"""Hosts outside the mesh that a domain's services may call: a ServiceEntry each, seen by the domain's namespaces."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.hosts import host_slug
from generator.model import OMIT, App, Scene, View

SCOPES = ("domain",)


def views(app: App, scene: Scene) -> Iterator[View]:
    """A ServiceEntry for each entry of `egress`, and a DestinationRule per host where the mesh originates TLS."""
    for name, spec in sorted((app.values.get("egress") or {}).items()):
        key = f"egress.{name}"
        namespace, export = _home(app, spec, key)
        resolution = _resolution(app, spec, key)
        data = {
            "hosts": spec["hosts"],
            "export": export,
            "ports": [_port(spec)],
            "resolution": resolution,
            "addresses": spec.get("addresses", OMIT) if resolution != "STATIC" else OMIT,
            "endpoints": [{"address": a} for a in spec["addresses"]] if resolution == "STATIC" else OMIT,
        }
        yield View("serviceentry", name, data, namespace=namespace, source=("egress", name))
        if spec["originateTls"]:
            yield from _origination(name, spec, namespace, export)


def _home(app: App, spec: Mapping[str, Any], key: str) -> tuple[str, list[str]]:
    """Where the object lives and who sees it; "." is Istio's word for its own namespace."""
    inside = mesh.mesh_namespaces(app)
    namespace = spec.get("namespace") or (inside[0] if inside else None)
    if namespace is None:
        fix = f"set {key}.namespace, or declare a namespace under namespaces"
        raise mesh.error(app, key, "the domain has no namespace in the mesh", "values-no-mesh-namespace", fix)
    export = sorted(spec.get("exportTo") or inside or [namespace])
    if "*" in export:
        if len(export) > 1:
            fix = 'write ["*"] alone, or only namespaces'
            raise mesh.error(app, f"{key}.exportTo", "* stands for every namespace", "vs-exportto-invalid", fix)
        return namespace, ["*"]
    return namespace, ["."] if export == [namespace] else export


def _resolution(app: App, spec: Mapping[str, Any], key: str) -> str:
    wild = [host for host in spec["hosts"] if "*" in host]
    resolution = str(spec.get("resolution") or ("NONE" if wild else "DNS"))
    if wild and resolution != "NONE":
        message = f"{resolution} cannot look up {wild[0]}"
        raise mesh.error(app, f"{key}.resolution", message, "se-resolution-mismatch", "use NONE, or name the hosts")
    if (resolution == "STATIC") != bool(spec.get("addresses")) and (
        resolution == "STATIC" or spec["protocol"] != "TCP"
    ):
        message = "STATIC needs addresses" if resolution == "STATIC" else "addresses need resolution: STATIC"
        raise mesh.error(app, f"{key}.addresses", message, "se-resolution-mismatch", "set both or neither")
    if resolution == "STATIC" and any("/" in address for address in spec["addresses"]):
        message = "STATIC wants single addresses, not ranges"
        raise mesh.error(app, f"{key}.addresses", message, "se-resolution-mismatch", "remove the /prefix")
    if spec["originateTls"] and (wild or spec["protocol"] not in ("TLS", "HTTPS")):
        message = "needs hosts without wildcards that speak TLS"
        raise mesh.error(app, f"{key}.originateTls", message, "values-originate-tls", "remove originateTls")
    return resolution


def _port(spec: Mapping[str, Any]) -> dict[str, Any]:
    if spec["originateTls"]:
        return {"number": 80, "name": "http", "protocol": "HTTP", "target": spec["port"]}
    protocol = spec["protocol"]
    return {"number": spec["port"], "name": f"{protocol.lower()}-{spec['port']}", "protocol": protocol, "target": OMIT}


def _origination(name: str, spec: Mapping[str, Any], namespace: str, export: list[str]) -> Iterator[View]:
    for host in spec["hosts"]:
        title = name if len(spec["hosts"]) == 1 else f"{name}-{host_slug(host)}"
        data = {"host": host, "export": export}
        yield View("destinationrule", title, data, namespace=namespace, source=("egress", name, "originateTls"))
