"""The metrics of an HPA (autoscaling/v2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model import App

from .bounds import check_requests, quantity, refuse


def metrics(app: App, scaling: Mapping[str, Any]) -> list[dict[str, Any]]:
    """MetricSpec items: resources, then pods, objects and external metrics by name."""
    found = [_resource(app, name, scaling[name]) for name in ("cpu", "memory") if name in scaling]
    for kind, make in (("pods", _pods), ("objects", _object), ("external", _external)):
        for name, asked in sorted((scaling.get(kind) or {}).items()):
            found.append(make(app, name, asked))
    return found


def resource_target(app: App, name: str, asked: int | Mapping[str, Any]) -> tuple[str, str | int, str | None]:
    """Target type, value and container of a cpu or memory target. Raises UserError for a target of no or two kinds."""
    details: Mapping[str, Any] = {"utilization": asked} if isinstance(asked, int) else asked
    if ("utilization" in details) == ("average" in details):
        raise refuse(app, name, "give either utilization or average", f"for example `{name}: 70`")
    container = details.get("container")
    if "utilization" in details:
        check_requests(app, name, name, container)
        return "Utilization", details["utilization"], container
    return "AverageValue", quantity(details["average"]), container


def _resource(app: App, name: str, asked: int | Mapping[str, Any]) -> dict[str, Any]:
    kind, value, container = resource_target(app, name, asked)
    key = "averageUtilization" if kind == "Utilization" else "averageValue"
    target = {"type": kind, key: value}
    if container:
        return {
            "type": "ContainerResource",
            "containerResource": {"name": name, "container": container, "target": target},
        }
    return {"type": "Resource", "resource": {"name": name, "target": target}}


def _pods(app: App, name: str, asked: Any) -> dict[str, Any]:
    details: Mapping[str, Any] = asked if isinstance(asked, Mapping) else {"average": asked}
    target = {"type": "AverageValue", "averageValue": quantity(details["average"])}
    return {"type": "Pods", "pods": {"metric": _metric(name, details), "target": target}}


def _object(app: App, name: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    described = {key: asked[key] for key in ("apiVersion", "kind", "name")}
    target = _target(app, f"objects.{name}", asked)
    return {
        "type": "Object",
        "object": {"describedObject": described, "metric": _metric(name, asked), "target": target},
    }


def _external(app: App, name: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    target = _target(app, f"external.{name}", asked)
    return {"type": "External", "external": {"metric": _metric(name, asked), "target": target}}


def _metric(name: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    selector = {"selector": {"matchLabels": asked["selector"]}} if asked.get("selector") else {}
    return {"name": name, **selector}


def _target(app: App, key: str, asked: Mapping[str, Any]) -> dict[str, str]:
    if ("value" in asked) == ("average" in asked):
        raise refuse(app, key, "give either value or average", "average is divided by the pods, value is not")
    if "value" in asked:
        return {"type": "Value", "value": quantity(asked["value"])}
    return {"type": "AverageValue", "averageValue": quantity(asked["average"])}
