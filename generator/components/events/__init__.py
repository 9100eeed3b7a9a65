"""Event streams: Kafka topics, and the brokers' address for the service. Off until `eventStream` is written.

Strimzi's topic operator watches one namespace, that of its Kafka cluster: topics live there, not with the service.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import mesh, signals
from generator.model import App, Part, Scene, View
from generator.names import object_name

SCOPES = ("service", "domain")

_CLUSTER = "strimzi.io/cluster"
_PORT = 9092


def parts(app: App, scene: Scene) -> Iterator[Part]:
    """The environment variable with the brokers' address."""
    wanted = app.values.get("eventStream")
    if app.scope != "service" or not wanted or not wanted["enabled"] or not wanted["env"]:
        return
    service = f"{wanted['cluster']}-kafka-bootstrap.{wanted['namespace']}.svc.cluster.local:{_PORT}"
    yield Part("container.env", {"name": wanted["env"], "value": wanted.get("bootstrap") or service})


def views(app: App, scene: Scene) -> Iterator[View]:
    """One KafkaTopic for each topic."""
    wanted = app.values.get("eventStream")
    if not wanted or not wanted["enabled"]:
        return
    seen: dict[str, str] = {}
    for number, topic in enumerate(wanted["topics"]):
        name = object_name(topic["name"], 253)
        if name in seen:
            message = f"{topic['name']} and {seen[name]} would both be the object {name}"
            raise mesh.error(app, "eventStream.topics", message, "values-topic-name", "rename one of them")
        seen[name] = topic["name"]
        data = {
            "topic": topic["name"],
            "partitions": topic["partitions"],
            "replicas": topic["replicas"],
            "config": _config(app, topic),
        }
        source = ("eventStream", "topics", number)
        yield View(
            "kafkatopic", name, data, {_CLUSTER: wanted["cluster"]}, namespace=wanted["namespace"], source=source
        )


def _config(app: App, topic: Mapping[str, Any]) -> dict[str, Any]:
    key = f"eventStream.topics.{topic['name']}"
    if topic["minInSync"] > topic["replicas"]:
        message = f"minInSync ({topic['minInSync']}) is above replicas ({topic['replicas']}): nothing could be written"
        raise mesh.error(app, key, message, "values-topic-replicas", "lower minInSync, best to replicas - 1")
    made: dict[str, Any] = {"cleanup.policy": topic["cleanup"], "min.insync.replicas": topic["minInSync"]}
    if "retention" in topic:
        made["retention.ms"] = signals.milliseconds(topic["retention"])
    for name in sorted(topic["config"]):
        if name in made:
            fix = "use the key of the topic that stands for it, or remove it here"
            raise mesh.error(app, f"{key}.config", f"{name} is set already", "values-topic-config", fix)
    return {**made, **topic["config"]}
