"""What an HTTP route does to a request besides sending it on, in Istio's shape. OMIT stands for nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from generator.hosts import environment_host, environment_origin, origin_match
from generator.mesh import dns, error, find_port, find_service, fqdn, unknown
from generator.model import OMIT, App, Scene

Values = Mapping[str, Any]


def retry_policy(retries: Values | None, upgrade: bool) -> Any:
    """Retries; `retryOn` has no blanks, which Istio would not trim. An upgraded connection has no limit per try."""
    if not retries:
        return OMIT
    conditions = retries.get("retryOn") or retries.get("on")
    if not retries.get("attempts", 2):
        return {"attempts": 0}
    return {
        "attempts": retries.get("attempts", 2),
        "perTryTimeout": OMIT if upgrade else retries.get("perTry", OMIT),
        # Added up, not joined: only so does the text remember where it was written.
        "retryOn": reduce(lambda one, other: one + "," + other, conditions) if conditions else OMIT,
    }


def redirection(redirect: Values, scene: Scene) -> dict[str, Any]:
    host = redirect.get("host")
    return {
        "uri": redirect.get("path", OMIT),
        "authority": environment_host(host, dns(scene)) if host else OMIT,
        "scheme": redirect.get("scheme", OMIT),
        "redirectCode": redirect.get("code", 301),
    }


def fault_injection(fault: Values | None, asker: App, scene: Scene, key: str) -> Any:
    """Delays and aborts, in environments that allow them."""
    if not fault:
        return OMIT
    if not scene.settings.get("faultInjection"):
        fix = "move it to an environment with faultInjection: true, or set it to null here"
        message = f"environment {scene.environment} forbids fault injection"
        raise error(asker, f"{key}.fault", message, "values-fault-forbidden", fix)
    delay, abort = fault.get("delay"), fault.get("abort")
    return {
        "delay": {"percentage": {"value": delay["percent"]}, "fixedDelay": delay["time"]} if delay else OMIT,
        "abort": {"percentage": {"value": abort["percent"]}, "httpStatus": abort["status"]} if abort else OMIT,
    }


def mirrored(mirror: Values | None, to: Sequence[Values], pinned: bool, asker: App, scene: Scene, key: str) -> Any:
    """Where a copy of each request goes; a pinned request is not copied to the subset it is pinned to."""
    if not mirror:
        return OMIT
    name, subset = mirror.get("service"), mirror.get("subset")
    target = asker
    if name:
        target = find_service(scene, name, mirror.get("namespace"), asker, f"{key}.mirror.service")
    subsets = (target.values.get("traffic") or {}).get("subsets") or {}
    if subset and subset not in subsets:
        raise unknown(asker, f"{key}.mirror.subset", "subset", subset, subsets)
    host = fqdn(target)
    if any(
        d["host"] == host and subset in (None, d["subset"]) or d["subset"] is OMIT and d["host"] == host for d in to
    ):
        if pinned:
            return OMIT
        fix = "mirror to another service, or to a subset that no weight goes to"
        message = "copies a request to pods that answer it already"
        raise error(asker, f"{key}.mirror", message, "values-mirror-to-itself", fix)
    wanted = mirror.get("port") if name else mirror.get("port", to[0]["port"])
    port = find_port(target, wanted, asker, f"{key}.mirror.port")
    return {"host": host, "subset": subset or OMIT, "port": {"number": port.number}}


def cors_policy(cors: Values | None, asker: App, scene: Scene, key: str) -> Any:
    """Which origins browsers may call from, as the environment knows them."""
    if not cors:
        return OMIT
    origins = [environment_origin(origin, dns(scene)) for origin in cors["origins"]]
    if cors.get("credentials") and "*" in origins:
        fix = "name the origins, such as https://*.example.com"
        message = "allows credentials from every origin, which browsers refuse"
        raise error(asker, f"{key}.cors", message, "values-cors-any-origin", fix)
    return {
        "allowOrigins": [origin_match(origin) for origin in origins],
        "allowMethods": cors.get("methods", OMIT),
        "allowHeaders": cors.get("headers", OMIT),
        "exposeHeaders": cors.get("expose", OMIT),
        "maxAge": cors.get("maxAge", OMIT),
        "allowCredentials": cors.get("credentials", OMIT),
    }


def header_changes(*changes: Values | None) -> Any:
    """Header operations on request and response; those of a later argument win header by header."""
    made: dict[str, Any] = {}
    for change in changes:
        for side in ("request", "response"):
            operations = (change or {}).get(side) or {}
            for word in ("set", "add"):
                if operations.get(word):
                    made.setdefault(side, {}).setdefault(word, {}).update(operations[word])
            for header in operations.get("remove") or ():
                removed = made.setdefault(side, {}).setdefault("remove", [])
                if header not in removed:
                    removed.append(header)
    return made or OMIT
