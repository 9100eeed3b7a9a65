"""Health checks: the short forms of values as Kubernetes probes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.duration import seconds
from generator.model import OMIT, App, UserError

PERIODS = {"liveness": (10, 6), "readiness": (5, 3), "startup": (5, 30)}
"""Seconds between probes and failures that count. Liveness is slower than readiness: load must not become restarts."""

TIMEOUT = 3


def probes(app: App, values: Mapping[str, Any]) -> dict[str, Any]:
    """livenessProbe, readinessProbe and startupProbe; OMIT where the values ask for none."""
    health = values.get("health") or {}
    return {f"{name}Probe": _probe(app, values, name, health[name]) if name in health else OMIT for name in PERIODS}


def _probe(app: App, values: Mapping[str, Any], name: str, wanted: str | Mapping[str, Any]) -> dict[str, Any]:
    probe: Mapping[str, Any] = {"path": wanted} if isinstance(wanted, str) else wanted
    period, failures = PERIODS[name]
    successes = probe.get("successes", 1)
    if successes != 1 and name != "readiness":
        raise UserError(
            f"health.{name}.successes: {successes} is refused by Kubernetes; only readiness may want more than 1",
            app.origin,
            rule="values-probe",
            fix=f"remove health.{name}.successes",
        )
    made = _handler(app, values, name, probe)
    if seconds(probe.get("initialDelay", 0)):
        made["initialDelaySeconds"] = seconds(probe["initialDelay"])
    return {
        **made,
        "periodSeconds": seconds(probe.get("period", period)),
        "timeoutSeconds": seconds(probe.get("timeout", TIMEOUT)),
        "successThreshold": successes,
        "failureThreshold": probe.get("failures", failures),
    }


def _handler(app: App, values: Mapping[str, Any], name: str, probe: Mapping[str, Any]) -> dict[str, Any]:
    asked = [word for word in ("path", "tcp", "grpc", "exec") if probe.get(word)]
    if len(asked) != 1:
        found = " and ".join(asked) or "none"
        raise UserError(
            f"health.{name}: a probe asks in one way, found {found}",
            app.origin,
            rule="values-probe",
            fix="give one of path, tcp, grpc and exec",
        )
    how = asked[0]
    if how == "exec":
        return {"exec": {"command": probe["exec"]}}
    port = _port(app, values, name, probe)
    if how == "tcp":
        return {"tcpSocket": {"port": port}}
    if how == "grpc":
        service = {} if probe["grpc"] is True else {"service": probe["grpc"]}
        return {"grpc": {"port": _number(app, values, name, port), **service}}
    request = {"path": probe["path"], "port": port, "scheme": probe.get("scheme", "HTTP")}
    if probe.get("headers"):
        request["httpHeaders"] = [{"name": k, "value": v} for k, v in sorted(probe["headers"].items())]
    return {"httpGet": request}


def _port(app: App, values: Mapping[str, Any], name: str, probe: Mapping[str, Any]) -> str | int:
    """The port by name where it has one: a rename or a new number then reaches the probe too."""
    ports: Mapping[str, Any] = values.get("ports") or {}
    wanted = probe.get("port", values["health"].get("port"))
    if wanted is None:
        wanted = "http" if "http" in ports else next(iter(ports), None)
    if wanted is None:
        raise UserError(
            f"health.{name}: no port to probe",
            app.origin,
            rule="values-probe",
            fix="declare a port under ports, or give health.port",
        )
    if isinstance(wanted, str) and wanted not in ports:
        known = ", ".join(ports) or "none"
        raise UserError(
            f"health.{name}: port {wanted!r} is not declared; ports are {known}",
            app.origin,
            rule="values-probe",
            fix=f"declare {wanted} under ports, or probe one of the declared ports",
        )
    return wanted  # type: ignore[no-any-return]


def _number(app: App, values: Mapping[str, Any], name: str, port: str | int) -> int:
    """gRPC probes accept no port names."""
    if isinstance(port, int):
        return port
    declared = values["ports"][port]
    if isinstance(declared, int):
        return declared
    return int(declared.get("containerPort", declared["port"]))
