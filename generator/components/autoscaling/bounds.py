"""What every autoscaler says: its bounds, its speed, and that the pods request what it measures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import names
from generator.duration import seconds
from generator.model import App, Scene, UserError
from generator.quantity import canonical_quantity
from generator.versions import release

RULE = "values-autoscaling"
_WINDOW = 3600
_PERIOD = 1800
_TOLERANCE = (1, 33)


def refuse(app: App, key: str, message: str, fix: str) -> UserError:
    """An error at a key of `autoscaling`."""
    place = f"autoscaling.{key}" if key else "autoscaling"
    return UserError(f"{place}: {message}", app.origin, rule=RULE, fix=fix)


def wanted(app: App) -> Mapping[str, Any] | None:
    """The autoscaling of the app, None where nobody asked for one."""
    scaling: Mapping[str, Any] | None = app.values.get("autoscaling")
    return scaling if scaling and scaling["enabled"] else None


def bounds(app: App, scaling: Mapping[str, Any], least: int = 1) -> tuple[int, int]:
    """Fewest and most replicas. Raises UserError when they exclude each other."""
    if "max" not in scaling:
        raise refuse(app, "max", "missing", "say how many replicas there may be at most")
    low, high = scaling.get("min", least), scaling["max"]
    if low > high:
        raise refuse(app, "max", f"{high} is below autoscaling.min ({low})", "raise max or lower min")
    return low, high


def behavior(app: App, scene: Scene, scaling: Mapping[str, Any]) -> dict[str, Any]:
    """The `behavior` of an HPA, or of the one KEDA makes; empty where the values are silent."""
    directions = ("scaleUp", "scaleDown")
    for key in directions:
        if "tolerance" in scaling.get(key, {}) and release(scene.settings, "kubernetes") < _TOLERANCE:
            raise refuse(app, f"{key}.tolerance", "Kubernetes knows it since 1.33", "remove it, or update products")
    return {key: _direction(app, key, scaling[key]) for key in directions if key in scaling}


def _direction(app: App, key: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"selectPolicy": asked["select"].capitalize()}
    if "window" in asked:
        made["stabilizationWindowSeconds"] = _limited(app, f"{key}.window", asked["window"], 0, _WINDOW)
    if "tolerance" in asked:
        made["tolerance"] = quantity(asked["tolerance"])
    if "policies" in asked:
        made["policies"] = [_policy(app, f"{key}.policies[{n}]", row) for n, row in enumerate(asked["policies"])]
    return made


def _policy(app: App, key: str, row: Mapping[str, Any]) -> dict[str, Any]:
    if ("percent" in row) == ("pods" in row):
        raise refuse(app, key, "give either percent or pods", "one policy limits one of them")
    kind, value = ("Percent", row["percent"]) if "percent" in row else ("Pods", row["pods"])
    return {"type": kind, "value": value, "periodSeconds": _limited(app, f"{key}.every", row["every"], 1, _PERIOD)}


def _limited(app: App, key: str, duration: str | int, low: int, high: int) -> int:
    try:
        value = seconds(duration)
    except ValueError as error:
        raise refuse(app, key, str(error), "write whole seconds") from None
    if not low <= value <= high:
        raise refuse(app, key, f"{value} s is not between {low} s and {high} s", "Kubernetes accepts no other")
    return value


def quantity(value: float | str) -> str:
    """A number or a quantity as the API server stores it."""
    return canonical_quantity(value if isinstance(value, (int, str)) else f"{value:f}".rstrip("0").rstrip("."))


def check_requests(app: App, key: str, resource: str, container: str | None) -> None:
    """Raises UserError when a container that is measured requests nothing: the percentage would be of nothing."""
    known = dict(_containers(app))
    if container is not None and container not in known:
        have = ", ".join(known)
        raise refuse(
            app, f"{key}.container", f"there is no container {container!r}; there are {have}", "name one of them"
        )
    for name, resources in known.items():
        if container not in (None, name):
            continue
        if not any(resource in (resources.get(part) or {}) for part in ("requests", "limits")):
            where = "resources" if name == names.fit(app.name) else f"container {name}"
            raise refuse(
                app,
                key,
                f"{where} has no {resource} request, so a percentage of it says nothing",
                f"give {where} a {resource} request, or an average instead of a percentage",
            )


def _containers(app: App) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield names.fit(app.name), app.values.get("resources") or {}
    beside = (*app.part("pod.containers"), *app.values.get("sidecars", ()))
    before = (*app.part("pod.initContainers"), *app.values.get("initContainers", ()))
    for one in (*beside, *(c for c in before if c.get("restartPolicy") == "Always")):
        yield one["name"], one.get("resources") or {}
