"""What passes in all of a domain's namespaces: names, the mesh's control plane, Prometheus, and the domain's flows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.components.network import peers
from generator.mesh.callers import Callers, of_flow, of_service
from generator.model import App, Scene, View

Values = Mapping[str, Any]

# Ports of istiod and of the sidecar: https://istio.io/latest/docs/ops/deployment/application-requirements/
_XDS = 15012
_ISTIOD = (15012, 15014, 15017)
_API_SERVER = (443, 6443)
_PROXY_METRICS = 15090


def domain_views(app: App, scene: Scene) -> Iterator[View]:
    """The NetworkPolicies of each namespace that `network` holds for."""
    network = app.values.get("network")
    if network is None:
        return
    known = [name for name, _ in mesh.namespaces(app)]
    for namespace in network.get("namespaces") or ():
        if namespace not in known:
            raise mesh.unknown(app, "network.namespaces", "namespace", namespace, known)
    for namespace in network.get("namespaces") or known:
        yield _view("deny-by-default", namespace, [], [])
        yield _dns(network["dns"], namespace)
        if network["sameNamespace"]:
            everybody = [peers.rule([{"podSelector": {}}])]
            yield _view("allow-same-namespace", namespace, everybody, everybody, "sameNamespace")
        yield from _mesh(app, scene, namespace)
        yield from _gateways(scene, namespace)
        yield from _monitoring(app, scene, namespace)
        yield from _flows(app, scene, namespace)
        yield from _external(app, network["external"], namespace)
        yield from _written(app, network, namespace)


def _dns(dns: Values, namespace: str) -> View:
    servers = [peers.namespaces([dns["namespace"]], dns["labels"]), *(peers.block(cidr) for cidr in dns["cidrs"])]
    return _view("allow-dns", namespace, None, [peers.rule(servers, peers.ports(dns["ports"], ("UDP", "TCP")))], "dns")


def _mesh(app: App, scene: Scene, namespace: str) -> Iterator[View]:
    """Sidecars ask istiod, istiod asks the API server; it hears sidecars, Prometheus and the API server's webhooks."""
    control = mesh.setting(scene, "controlNamespace", "istio-system")
    if namespace == control:
        ingress, egress = [peers.rule([], peers.ports(_ISTIOD))], [peers.rule([], peers.ports(_API_SERVER))]
        yield _view("allow-control-plane", namespace, ingress, egress)
    elif namespace in mesh.mesh_namespaces(app):
        istiod = peers.namespaces([control], {"app": "istiod"})
        yield _view("allow-control-plane", namespace, None, [peers.rule([istiod], peers.ports([_XDS]))])


def _gateways(scene: Scene, namespace: str) -> Iterator[View]:
    """Gateways hear everybody: that is what they are for. Their pods' ports are the chart's affair."""
    for domain in scene.domains:
        for name in sorted(domain.values.get("gateways") or {}):
            gateway = mesh.find_gateway(scene, name, domain.name, domain, f"gateways.{name}")
            if gateway.namespace == namespace:
                data = peers.policy(gateway.spec["selector"], [peers.rule([])], None)
                yield View("networkpolicy", f"gateway-{name}", data, namespace=namespace, source=("network",))


def _monitoring(app: App, scene: Scene, namespace: str) -> Iterator[View]:
    found = [mesh.scrape(s) for s in scene.services if s.target.namespace == namespace]
    numbers = {one[0].target for one in found if one}
    if namespace in mesh.mesh_namespaces(app) and any(s.target.namespace == namespace for s in scene.services):
        numbers.add(_PROXY_METRICS)
    if numbers:
        prometheus = peers.namespaces([mesh.monitoring_namespace(scene)])
        yield _view("allow-monitoring", namespace, [peers.rule([prometheus], peers.ports(numbers))], None)


def _flows(app: App, scene: Scene, namespace: str) -> Iterator[View]:
    """Traffic with other namespaces that `access` admits, on both ends of it."""
    flows = (app.values.get("access") or {}).get("flows") or ()
    callers = [of_flow(app, scene, f) for f in flows if namespace in (f.get("to") or mesh.mesh_namespaces(app))]
    incoming = {one for caller in callers for one in caller.namespaces} - {namespace}
    outgoing = _targets(scene, namespace) - {namespace}
    ingress = [peers.rule([peers.namespaces(incoming)])] if incoming else None
    egress = [peers.rule([peers.namespaces(outgoing)])] if outgoing else None
    if ingress or egress:
        yield View(
            "networkpolicy",
            "allow-flows",
            peers.policy({}, ingress, egress),
            namespace=namespace,
            source=("access", "flows") if flows else ("network",),
        )


def _targets(scene: Scene, namespace: str) -> set[str]:
    """The namespaces in which somebody admits callers from `namespace`."""
    found: set[str] = set()
    for domain in scene.domains:
        inside = mesh.mesh_namespaces(domain)
        for flow in (domain.values.get("access") or {}).get("flows") or ():
            if namespace in of_flow(domain, scene, flow).namespaces:
                found.update(flow.get("to") or inside)
    for service in scene.services:
        if service.values.get("access") and namespace in of_service(service, scene).namespaces:
            found.add(service.target.namespace)
        if _lets_in(service, scene, namespace):
            found.add(service.target.namespace)
    return found


def _lets_in(service: App, scene: Scene, namespace: str) -> bool:
    """Whether a gateway in `namespace` sends requests to the service."""
    gateways = (*mesh.gateways_of(service, scene), *_asked(service, scene).gateways)
    return any(gateway.namespace == namespace for gateway in gateways)


def _asked(service: App, scene: Scene) -> Callers:
    return of_service(service, scene) if service.values.get("access") else Callers()


def _external(app: App, external: Values, namespace: str) -> Iterator[View]:
    numbers = external.get("ports") or sorted({spec["port"] for spec in (app.values.get("egress") or {}).values()})
    if numbers:
        outside = peers.block(external["cidr"], external["except"])
        yield _view("allow-external", namespace, None, [peers.rule([outside], peers.ports(numbers))], "external")


def _written(app: App, network: Values, namespace: str) -> Iterator[View]:
    for word, side in (("ingress", "from"), ("egress", "to")):
        for number, row in enumerate(network[word]):
            rules = [peers.written(app, row, side, f"network.{word}")]
            ingress, egress = (rules, None) if word == "ingress" else (None, rules)
            yield _view(f"{word}-{row['name']}", namespace, ingress, egress, word, number)


def _view(name: str, namespace: str, ingress: Any, egress: Any, *source: str | int) -> View:
    data = peers.policy({}, ingress, egress)
    return View("networkpolicy", name, data, namespace=namespace, source=("network", *source))
