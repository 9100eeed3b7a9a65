"""What passes to and from one service besides what its domain admits: the gateway, its own callers, its own rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh
from generator.components.network import peers
from generator.mesh.callers import Callers, of_service
from generator.model import App, Scene, View
from generator.names import pod_selector


def service_views(app: App, scene: Scene) -> Iterator[View]:
    """The service's NetworkPolicy, where its domain refuses by default and it has something to admit."""
    own = app.values.get("network") or {}
    if not _refused_by_default(app, scene):
        if own:
            message = "would cut off all other traffic: the domain has no network policies that admit it"
            fix = f"add network: {{}} to values/domains/{app.domain}.yaml, or remove it here"
            raise mesh.error(app, "network", message, "values-network-without-domain", fix)
        return
    ingress = [*_callers(app, scene), *_written(app, own, "ingress", "from")]
    egress = _written(app, own, "egress", "to")
    if ingress or egress:
        data = peers.policy(pod_selector(app.name), ingress or None, egress or None)
        yield View("networkpolicy", app.name, data, source=("network",) if own else ("access",))


def _refused_by_default(app: App, scene: Scene) -> bool:
    domain = mesh.find_domain(scene, app.domain)
    network = domain.values.get("network") if domain else None
    if domain is None or network is None:
        return False
    return app.target.namespace in (network.get("namespaces") or [name for name, _ in mesh.namespaces(domain)])


def _callers(app: App, scene: Scene) -> list[dict[str, Any]]:
    """Everybody whom `traffic` and `access` let in from other namespaces."""
    access = app.values.get("access") or {}
    admitted = of_service(app, scene) if access else Callers()
    gateways = {g.reference: g for g in (*mesh.gateways_of(app, scene), *admitted.gateways)}
    outside = [peers.gateway(gateways[name]) for name in sorted(gateways)]
    others = admitted.namespaces - {app.target.namespace}
    if others:
        outside.append(peers.namespaces(others))
    rules = [peers.rule(outside, peers.ports(p.target for p in mesh.request_ports(app)))] if outside else []
    plain = [mesh.find_port(app, wanted, app, "access.plaintext").target for wanted in access.get("plaintext") or ()]
    return [*rules, peers.rule([], peers.ports(plain))] if plain else rules


def _written(app: App, own: Mapping[str, Any], word: str, side: str) -> list[dict[str, Any]]:
    return [peers.written(app, row, side, f"network.{word}") for row in own.get(word) or ()]
