"""What a domain admits in its mesh namespaces: nothing, then the same namespace, health, Prometheus and its flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.components.access.sources import operation, prometheus, rule, sources
from generator.mesh.callers import of_flow
from generator.model import OMIT, App, Scene, View

Values = Mapping[str, Any]


def domain_views(app: App, scene: Scene) -> Iterator[View]:
    """Each mesh namespace's PeerAuthentication and AuthorizationPolicies."""
    access = app.values["access"]
    mode = app.values["mtls"]["mode"]
    _check_flows(app, access["flows"])
    if mode == "DISABLE" and access["denyByDefault"] and mesh.mesh_namespaces(app):
        message = "leaves callers without identity, so that access.denyByDefault would refuse all of them"
        raise mesh.error(app, "mtls.mode", message, "ap-needs-mtls", "use STRICT, or set access.denyByDefault: false")
    for namespace in mesh.mesh_namespaces(app):
        mtls = {"selector": OMIT, "mode": mode, "ports": OMIT}
        yield View("peerauthentication", "default", mtls, namespace=namespace, source=("mtls",))
        if access["denyByDefault"]:
            yield _policy("deny-by-default", OMIT, namespace, "denyByDefault")
            yield from _allowed(app, scene, namespace, access)


def _allowed(app: App, scene: Scene, namespace: str, access: Values) -> Iterator[View]:
    if access["sameNamespace"]:
        rules = [rule([{"source": {"namespaces": [namespace]}}], [])]
        yield _policy("allow-same-namespace", rules, namespace, "sameNamespace")
    services = [s for s in scene.services if s.target.namespace == namespace]
    if access["health"]:
        rules = health_rules(services)
        if rules:
            yield _policy("allow-health", rules, namespace, "health")
    if access["metrics"]:
        rules = metrics_rules(services, scene)
        if rules:
            yield _policy("allow-metrics", rules, namespace, "metrics")
    for number, flow in enumerate(access["flows"]):
        if namespace in (flow.get("to") or mesh.mesh_namespaces(app)):
            admitted = operation((), flow.get("paths"), flow.get("methods"))
            rules = [rule(sources(scene, of_flow(app, scene, flow)), admitted)]
            yield _policy(f"allow-{flow['name']}", rules, namespace, "flows", number)


def health_rules(services: list[App]) -> list[dict[str, Any]]:
    """Health paths open to whoever is in the mesh; the kubelet does not come this way, its probes reach the proxy."""
    paths = sorted({path for service in services for path in mesh.health_paths(service)})
    ports = {p.target for s in services if mesh.health_paths(s) for p in mesh.request_ports(s) if p.http}
    return [rule([], operation(ports, paths, ["GET"]))] if paths else []


def metrics_rules(services: list[App], scene: Scene) -> list[dict[str, Any]]:
    """Prometheus may read the metrics of these services: one rule for each path they are found at."""
    ports: dict[str, set[int]] = {}
    for service in services:
        found = mesh.scrape(service)
        if found:
            ports.setdefault(found[1], set()).add(found[0].target)
    return [rule(prometheus(scene), operation(ports[path], [path], ["GET"])) for path in sorted(ports)]


def _check_flows(app: App, flows: list[Values]) -> None:
    reserved = ("same-namespace", "health", "metrics")
    for flow in flows:
        key = f"access.flows.{flow['name']}"
        if not any(flow.get(word) for word in ("domain", "namespaces", "services")):
            message = "admits everybody, since it names no caller"
            raise mesh.error(app, key, message, "values-caller", "name domain, namespaces or services")
        if flow["name"] in reserved:
            fix = f"choose a name other than {', '.join(reserved)}"
            raise mesh.error(app, key, "has the name of a built-in policy", "values-flow-name", fix)
        for namespace in flow.get("to") or ():
            if namespace not in mesh.mesh_namespaces(app):
                raise mesh.unknown(app, f"{key}.to", "mesh namespace", namespace, mesh.mesh_namespaces(app))


def _policy(name: str, rules: Any, namespace: str, *source: str | int) -> View:
    data = {"selector": OMIT, "action": OMIT, "rules": rules}
    return View("authorizationpolicy", name, data, namespace=namespace, source=("access", *source))
