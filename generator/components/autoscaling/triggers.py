"""KEDA triggers from their short forms.

Parameters: https://keda.sh/docs/latest/scalers/
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model import App

from .bounds import refuse
from .metrics import resource_target

RESOURCES = ("cpu", "memory")
_UNCACHED = (*RESOURCES, "cron")
_EVERYWHERE = ("type", "name", "metricType", "cached", "metadata", "auth")

FORMS: Mapping[str, Mapping[str, str]] = {
    "redis": {
        "address": "address",
        "list": "listName",
        "length": "listLength",
        "activation": "activationListLength",
        "db": "databaseIndex",
    },
    "redis-streams": {
        "address": "address",
        "stream": "stream",
        "group": "consumerGroup",
        "pending": "pendingEntriesCount",
        "lag": "lagCount",
        "length": "streamLength",
        "activation": "activationLagCount",
        "db": "databaseIndex",
    },
    "prometheus": {
        "server": "serverAddress",
        "query": "query",
        "threshold": "threshold",
        "activation": "activationThreshold",
    },
    "cron": {"timezone": "timezone", "start": "start", "end": "end", "replicas": "desiredReplicas"},
    "kafka": {
        "servers": "bootstrapServers",
        "topic": "topic",
        "group": "consumerGroup",
        "lag": "lagThreshold",
        "activation": "activationLagThreshold",
    },
}
"""Short form by scaler: our key and the scaler's parameter."""

NEEDED: Mapping[str, tuple[str, ...]] = {
    "redis": ("address", "list", "length"),
    "redis-streams": ("address", "stream"),
    "prometheus": ("server", "query", "threshold"),
    "cron": ("timezone", "start", "end", "replicas"),
    "kafka": ("servers", "topic", "group"),
}
"""What a scaler cannot do without; it may come from metadata or from secrets too."""


def triggers(app: App, scaling: Mapping[str, Any]) -> list[dict[str, Any]]:
    """ScaleTriggers items without their authentication: cpu and memory first, then as written.

    Raises UserError for everything KEDA's webhook or its scalers would refuse.
    """
    found = []
    for resource in RESOURCES:
        if resource in scaling:
            found.append(_resource(app, resource, scaling[resource], {}))
    for number, asked in enumerate(scaling["triggers"]):
        found.append(_trigger(app, label(number, asked), asked))
    _check_names(app, found)
    return found


def label(number: int, asked: Mapping[str, Any]) -> str:
    """How messages name a trigger: by its name, else by its position."""
    return f"triggers[{asked.get('name', number)}]"


def _trigger(app: App, key: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    kind = asked["type"]
    own = [word for word in asked if word not in _EVERYWHERE]
    allowed = {"utilization", "average", "container"} if kind in RESOURCES else set(FORMS.get(kind, ()))
    for word in own:
        if word not in allowed:
            known = ", ".join(sorted(allowed)) or "none beside metadata"
            raise refuse(
                app, f"{key}.{word}", f"a {kind} trigger has no such key; it has {known}", "use metadata for others"
            )
    if asked.get("cached") and kind in _UNCACHED:
        raise refuse(app, f"{key}.cached", f"KEDA cannot cache a {kind} trigger", "remove it")
    if kind in RESOURCES:
        return _resource(app, kind, {word: asked[word] for word in own}, asked, key)
    if asked.get("metricType") == "Utilization":
        raise refuse(app, f"{key}.metricType", "Utilization is for cpu and memory alone", "use AverageValue or Value")
    metadata = _metadata(app, key, asked)
    made = {"type": kind, **_named(asked), "metadata": metadata}
    if "metricType" in asked:
        made["metricType"] = asked["metricType"]
    if "cached" in asked:
        made["useCachedMetrics"] = asked["cached"]
    return made


def _metadata(app: App, key: str, asked: Mapping[str, Any]) -> dict[str, str]:
    kind = asked["type"]
    form = FORMS.get(kind, {})
    made = {parameter: text(asked[word]) for word, parameter in form.items() if word in asked}
    made.update(asked.get("metadata", {}))
    elsewhere = {*made, *(asked.get("auth", {}).get("secrets") or {})}
    for word in NEEDED.get(kind, ()):
        parameter = form[word]
        if "auth" in asked and "name" in asked["auth"]:
            break  # an existing TriggerAuthentication may supply it
        if parameter not in elsewhere and f"{parameter}FromEnv" not in elsewhere:
            raise refuse(app, f"{key}.{word}", f"a {kind} trigger needs it", f"add {word}")
    check = {"redis-streams": _check_stream, "cron": _check_cron}.get(kind)
    if check:
        check(app, key, made)
    if kind == "redis-streams" and "lagCount" in made:
        made.setdefault("activationLagCount", "0")
    return made


def _check_stream(app: App, key: str, made: Mapping[str, str]) -> None:
    counted = [word for word in ("pendingEntriesCount", "lagCount", "streamLength") if word in made]
    if len(counted) != 1:
        raise refuse(app, key, "a redis-streams trigger counts one thing", "give one of pending, lag and length")
    if counted[0] != "streamLength" and not {"consumerGroup", "consumerGroupFromEnv"} & {*made}:
        raise refuse(app, f"{key}.group", "pending and lag belong to a consumer group", "add group")
    if "activationLagCount" in made and counted[0] != "lagCount":
        raise refuse(app, f"{key}.activation", "KEDA reads it with lag alone", "remove activation, or count lag")


def _check_cron(app: App, key: str, made: Mapping[str, str]) -> None:
    for word in ("start", "end"):
        if len(made.get(word, "").split()) != 5:
            raise refuse(app, f"{key}.{word}", f"{made.get(word, '')!r} has not five fields", "no seconds, no @daily")
    if made["start"].split() == made["end"].split():
        raise refuse(
            app, f"{key}.end", "the window ends when it starts, so it would never close", "choose another time"
        )


def _resource(
    app: App, kind: str, details: int | Mapping[str, Any], asked: Mapping[str, Any], key: str = ""
) -> dict[str, Any]:
    """KEDA 2.18 dropped `metadata.type`: the kind of target stands in metricType."""
    metadata = asked.get("metadata", {})
    if metadata:
        raise refuse(app, f"{key}.metadata", f"a {kind} trigger takes utilization or average", "use these keys")
    target, value, container = resource_target(app, kind, details)
    if asked.get("metricType", target) != target:
        raise refuse(app, f"{key}.metricType", f"{asked['metricType']} contradicts {target}", "remove metricType")
    scope = {"containerName": container} if container else {}
    return {"type": kind, **_named(asked), "metricType": target, "metadata": {"value": str(value), **scope}}


def _named(asked: Mapping[str, Any]) -> dict[str, str]:
    return {"name": asked["name"]} if "name" in asked else {}


def text(value: Any) -> str:
    """KEDA's metadata holds strings only; one that is a string already keeps its origin."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:f}".rstrip("0").rstrip(".")
    return str(value)


def _check_names(app: App, found: list[dict[str, Any]]) -> None:
    named = [one["name"] for one in found if "name" in one]
    for name in named:
        if named.count(name) > 1:
            raise refuse(app, f"triggers[{name}]", "two triggers have this name", "give each its own")
    for resource in RESOURCES:
        if sum(one["type"] == resource for one in found) > 1:
            raise refuse(app, resource, f"{resource} is a trigger twice", "say it once")
