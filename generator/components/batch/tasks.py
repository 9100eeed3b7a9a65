"""The tasks of a batch job: their containers, and the order their dependencies demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator import mesh
from generator.model import OMIT, App

POD_SECURITY: Mapping[str, Any] = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
"""With the container's own, what the restricted Pod Security Standard asks for."""

_CONTAINER_SECURITY: Mapping[str, Any] = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}


def container(app: App, task: Mapping[str, Any]) -> dict[str, Any]:
    """The container of a task, as Kubernetes writes it."""
    image = app.values["image"]
    env = [{"name": name, "value": value} for name, value in sorted(task.get("env", {}).items())]
    made = {
        "name": task["name"],
        "image": task.get("image") or f"{image['repository']}:{image['tag']}",
        "command": task.get("command", OMIT),
        "args": task.get("args", OMIT),
        "env": env or OMIT,
        "envFrom": [{"secretRef": {"name": f"{app.name}-secrets"}}] if task["secrets"] else OMIT,
        "resources": task.get("resources") or OMIT,
        "securityContext": dict(_CONTAINER_SECURITY),
        "volumeMounts": [{"name": "tmp", "mountPath": "/tmp"}],
    }
    return {key: value for key, value in made.items() if value is not OMIT}


def refuse_endless(app: App, key: str, tasks: Sequence[Mapping[str, Any]]) -> None:
    """Raises UserError when a task waits for one that does not exist, or for itself by whatever way."""
    waiting = {task["name"]: set(task["dependsOn"]) for task in tasks}
    for name, needs in waiting.items():
        for need in sorted(needs - set(waiting)):
            raise mesh.unknown(app, f"{key}.{name}.dependsOn", "task", need, waiting)
    while waiting:
        ready = {name for name, needs in waiting.items() if not needs}
        if not ready:
            circle = ", ".join(sorted(waiting))
            fix = "remove one of the dependencies"
            first = f"{key}.{min(waiting)}.dependsOn"
            raise mesh.error(app, first, f"tasks wait for each other: {circle}", "values-batch-cycle", fix)
        waiting = {name: needs - ready for name, needs in waiting.items() if name not in ready}
