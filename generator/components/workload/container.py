"""The main container: image, resources, security, ports, hooks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import names
from generator.duration import seconds
from generator.model import OMIT, App, Scene, UserError
from generator.quantity import canonical_quantity
from generator.template import carry
from generator.versions import release

from . import environment
from .probes import probes

_SLEEP_ACTION = (1, 30)
"""The Kubernetes release that enables the `sleep` action of preStop by default."""


def main_container(app: App, scene: Scene, values: Mapping[str, Any], mounts: Any) -> dict[str, Any]:
    """Every field of the main container; OMIT where the values say nothing."""
    return {
        "name": names.fit(app.name),
        "image": image(values["image"]),
        "imagePullPolicy": values["image"].get("pullPolicy", "IfNotPresent"),
        "command": values.get("command", OMIT),
        "args": values.get("args", OMIT),
        "ports": ports(values),
        "env": environment.variables(app, values),
        "envFrom": environment.sources(app, values),
        "resources": resources(app, values),
        **probes(app, values),
        "lifecycle": _lifecycle(app, scene, values),
        "securityContext": security_context(app, values),
        "volumeMounts": mounts,
    }


def image(wanted: Mapping[str, Any]) -> str:
    """repository:tag, with the digest behind it where one pins the content."""
    digest = f"@{wanted['digest']}" if "digest" in wanted else ""
    return carry(f"{wanted['repository']}:{wanted['tag']}{digest}", wanted["tag"])


def ports(values: Mapping[str, Any]) -> Any:
    """ContainerPort items by name. The protocol is written out: server-side apply merges by number and protocol."""
    made = []
    for name, wanted in sorted((values.get("ports") or {}).items()):
        if isinstance(wanted, int):
            made.append({"name": name, "containerPort": wanted, "protocol": "TCP"})
        else:
            number = wanted.get("containerPort", wanted["port"])
            made.append({"name": name, "containerPort": number, "protocol": wanted["protocol"]})
    return made or OMIT


def resources(app: App, values: Mapping[str, Any]) -> Any:
    """Requests and limits as the API server stores them; GPUs in both, since extended resources cannot overcommit."""
    wanted = values.get("resources") or {}
    made: dict[str, dict[str, str]] = {}
    for part in ("requests", "limits"):
        made[part] = {
            name: carry(canonical_quantity(value), value) for name, value in sorted((wanted.get(part) or {}).items())
        }
    gpu = wanted.get("gpu", 0)
    count, resource = (gpu, "nvidia.com/gpu") if isinstance(gpu, int) else (gpu["count"], gpu["resource"])
    if count:
        for rows in made.values():
            if rows.get(resource, str(count)) != str(count):
                raise UserError(
                    f"resources.gpu: {count} {resource} beside another number of them in requests or limits",
                    app.origin,
                    rule="values-resources",
                    fix="say it once, as resources.gpu",
                )
            rows[resource] = str(count)
    return {part: rows for part, rows in made.items() if rows} or OMIT


def security_context(app: App, values: Mapping[str, Any]) -> dict[str, Any]:
    """The container's securityContext; fits the restricted Pod Security Standard unless the values widen it."""
    wanted = values["security"]
    if wanted["runAsNonRoot"] and wanted.get("runAsUser") == 0:
        raise UserError(
            "security.runAsUser: 0 is root and security.runAsNonRoot refuses root, so the pod would never start",
            app.origin,
            rule="values-security",
            fix="choose another user id",
        )
    capabilities = {word: wanted["capabilities"][word] for word in ("add", "drop") if wanted["capabilities"].get(word)}
    made: dict[str, Any] = {
        "allowPrivilegeEscalation": wanted["allowPrivilegeEscalation"],
        "readOnlyRootFilesystem": wanted["readOnlyRootFilesystem"],
        "runAsNonRoot": wanted["runAsNonRoot"],
    }
    if capabilities:
        made["capabilities"] = capabilities
    return made


def sleep_seconds(values: Mapping[str, Any]) -> int:
    """How long preStop waits, in seconds."""
    return seconds(values["termination"]["preStop"].get("sleep", 0))


def _lifecycle(app: App, scene: Scene, values: Mapping[str, Any]) -> Any:
    if values["kind"] not in ("Deployment", "StatefulSet"):
        return OMIT
    wanted = values["termination"]["preStop"]
    if "sleep" in wanted and "exec" in wanted:
        raise UserError(
            "termination.preStop: give either sleep or exec",
            app.origin,
            rule="values-termination",
            fix="remove one; a command may sleep by itself",
        )
    if "exec" in wanted:
        return {"preStop": {"exec": {"command": wanted["exec"]}}}
    wait, grace = sleep_seconds(values), seconds(values["termination"]["grace"])
    if wait >= grace:
        raise UserError(
            f"termination.preStop.sleep: {wait} s leaves nothing of termination.grace ({grace} s): the process is "
            "killed without SIGTERM",
            app.origin,
            rule="values-termination",
            fix="shorten the sleep or lengthen the grace",
        )
    if not wait:
        return OMIT
    if release(scene.settings, "kubernetes") < _SLEEP_ACTION:
        return {"preStop": {"exec": {"command": ["sleep", str(wait)]}}}
    return {"preStop": {"sleep": {"seconds": wait}}}
