"""How others reach the pods: one Service over all tracks, and a headless one that names a StatefulSet's pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import names
from generator.duration import seconds
from generator.model import OMIT, App, Scene, UserError, View

SCOPES = ("service",)

_SERVED = ("Deployment", "StatefulSet")
_PROTOCOLS = {
    "http": "http",
    "metrics": "http",
    "https": "https",
    "http2": "kubernetes.io/h2c",
    "grpc": "grpc",
    "tcp": "tcp",
    "tls": "tls",
    "redis": "redis",
    "mongo": "mongo",
    "mysql": "mysql",
}
"""Application protocol by the first word of a port's name, as Istio's protocol selection reads it."""


def views(app: App, scene: Scene) -> Iterator[View]:
    """The Services. Raises UserError for ports or options that the API server would refuse."""
    wanted = app.values["service"]
    kind = app.values["kind"]
    if kind not in _SERVED:
        return
    ports = service_ports(app)
    own = bool(wanted["enabled"] and ports)
    if own:
        _refuse_contradictions(app, wanted)
        data = _service(app, wanted, ports, wanted["headless"])
        labels, annotations = wanted.get("labels", {}), wanted.get("annotations", {})
        yield View("service", names.workload(app.name, kind), data, labels, annotations, source=("ports",))
    if kind == "StatefulSet" and not (own and wanted["headless"]):
        name = names.governing_service(app.name, headless=wanted["headless"])
        # pods find each other by name before they are ready
        data = _service(app, {"type": "ClusterIP", "publishNotReadyAddresses": True}, ports, True)
        # a monitor selects Services by name label: with two of one name it would scrape every pod twice
        yield View("service", name, data, {"app.kubernetes.io/name": name} if own else {}, source=("kind",))


def service_ports(app: App) -> list[dict[str, Any]]:
    """ServicePort items by name, other components' after the app's own.

    Raises UserError when two have one name, or one number and protocol.
    """
    made = [_port(name, wanted) for name, wanted in sorted((app.values.get("ports") or {}).items())]
    made += app.part("service.ports")
    seen: dict[tuple[Any, ...], str] = {}
    for port in made:
        for key in (("name", port["name"]), ("port", port["port"], port.get("protocol", "TCP"))):
            if key in seen:
                raise UserError(
                    f"ports.{port['name']}: {key[0]} {key[1]} is the one of ports.{seen[key]} too",
                    app.origin,
                    rule="values-port",
                    fix="give the Service another number: {port: ..., containerPort: ...}",
                )
            seen[key] = port["name"]
    return made


def _port(name: str, wanted: int | Mapping[str, Any]) -> dict[str, Any]:
    details: Mapping[str, Any] = {"port": wanted} if isinstance(wanted, int) else wanted
    protocol = details.get("protocol", "TCP")
    made = {"name": name, "port": details["port"], "targetPort": name, "protocol": protocol}
    spoken = details.get("appProtocol") or (_PROTOCOLS.get(name.split("-")[0]) if protocol == "TCP" else None)
    if spoken:
        made["appProtocol"] = spoken
    return made


def _service(app: App, wanted: Mapping[str, Any], ports: list[dict[str, Any]], headless: bool) -> dict[str, Any]:
    affinity = wanted.get("sessionAffinity", "None")
    timeout = wanted.get("sessionTimeout")
    config = {"clientIP": {"timeoutSeconds": seconds(timeout)}} if affinity == "ClientIP" and timeout else OMIT
    return {
        "type": wanted["type"],
        "clusterIP": "None" if headless else OMIT,
        "selector": names.pod_selector(app.name),
        "ports": ports or OMIT,
        "sessionAffinity": affinity if affinity != "None" else OMIT,
        "sessionAffinityConfig": config,
        "trafficDistribution": wanted.get("trafficDistribution", OMIT),
        "internalTrafficPolicy": wanted.get("internalTrafficPolicy", OMIT),
        "externalTrafficPolicy": wanted.get("externalTrafficPolicy", OMIT),
        "loadBalancerClass": wanted.get("loadBalancerClass", OMIT),
        "loadBalancerSourceRanges": wanted.get("loadBalancerSourceRanges", OMIT),
        "publishNotReadyAddresses": True if wanted.get("publishNotReadyAddresses") else OMIT,
    }


def _refuse_contradictions(app: App, wanted: Mapping[str, Any]) -> None:
    if not app.name[0].isalpha():
        raise UserError(
            f"service: a Service's name starts with a letter, and {app.name} does not",
            app.origin,
            rule="values-service",
            fix="rename the service, or set service.enabled: false",
        )
    if wanted["headless"] and wanted["type"] != "ClusterIP":
        raise UserError(
            f"service.headless: a headless Service has type ClusterIP, not {wanted['type']}",
            app.origin,
            rule="values-service",
            fix="remove service.headless or service.type",
        )
    balancer = [key for key in ("loadBalancerClass", "loadBalancerSourceRanges") if key in wanted]
    if balancer and wanted["type"] != "LoadBalancer":
        raise UserError(
            f"service.{balancer[0]}: only a LoadBalancer has it, and service.type is {wanted['type']}",
            app.origin,
            rule="values-service",
            fix=f"remove service.{balancer[0]} or set service.type: LoadBalancer",
        )
    if "externalTrafficPolicy" in wanted and wanted["type"] == "ClusterIP":
        raise UserError(
            "service.externalTrafficPolicy: a ClusterIP Service has no traffic from outside",
            app.origin,
            rule="values-service",
            fix="remove it or set service.type",
        )
    timeout = seconds(wanted.get("sessionTimeout", 1))
    if not 1 <= timeout <= 86400:
        raise UserError(
            f"service.sessionTimeout: {timeout} s is not between 1 s and 24 h",
            app.origin,
            rule="values-service",
            fix="choose at most 24h",
        )
