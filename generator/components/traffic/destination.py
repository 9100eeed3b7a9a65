"""The way to a service's pods: encryption, load balancing, limits, ejection, and the subsets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator import mesh
from generator.model import OMIT, App, Scene

Values = Mapping[str, Any]

_HTTP = {
    "pending": "http1MaxPendingRequests",
    "requests": "http2MaxRequests",
    "perConnection": "maxRequestsPerConnection",
    "retries": "maxRetries",
    "idleTimeout": "idleTimeout",
}
_TCP = {"connections": "maxConnections", "connectTimeout": "connectTimeout"}
_OUTLIER = {
    "ejectAfter": "consecutive5xxErrors",
    "interval": "interval",
    "ejectFor": "baseEjectionTime",
    "maxEjected": "maxEjectionPercent",
    "minHealth": "minHealthPercent",
}


def destination(app: App, scene: Scene) -> dict[str, Any]:
    """What the DestinationRule's template says. Raises UserError for settings that exclude each other."""
    traffic = app.values["traffic"]
    breaker = traffic.get("circuitBreaker") or {}
    return {
        "host": mesh.fqdn(app),
        # Said outright, since an explicit policy switches off the mesh's own guess.
        "tls": "DISABLE" if mesh.server_mtls(app, scene) == "DISABLE" else "ISTIO_MUTUAL",
        "policy": {
            "loadBalancer": _load_balancer(app, traffic),
            "connectionPool": _connection_pool(breaker),
            "outlierDetection": _outlier_detection(breaker),
        },
        "subsets": [_subset(name, subset or {}, breaker) for name, subset in (traffic.get("subsets") or {}).items()],
    }


def _subset(name: str, subset: Values, breaker: Values) -> dict[str, Any]:
    """A subset by its labels. Istio replaces the service's pool and ejection whole, so ours starts from it."""
    own = subset.get("circuitBreaker")
    merged = {**breaker, **own} if own else {}
    policy = {
        "loadBalancer": {"simple": subset["loadBalancer"]} if subset.get("loadBalancer") else OMIT,
        "connectionPool": _connection_pool(merged),
        "outlierDetection": _outlier_detection(merged),
    }
    return {
        "name": name,
        "labels": subset.get("labels") or {"version": subset.get("version", name)},
        "policy": policy if any(value is not OMIT for value in policy.values()) else OMIT,
    }


def _connection_pool(breaker: Values) -> Any:
    pool = {"tcp": _picked(breaker, _TCP), "http": _picked(breaker, _HTTP)}
    return {key: value for key, value in pool.items() if value} or OMIT


def _outlier_detection(breaker: Values) -> Any:
    return _picked(breaker, _OUTLIER) or OMIT


def _picked(values: Values, names: Mapping[str, str]) -> dict[str, Any]:
    return {ours: values[key] for key, ours in names.items() if values.get(key) is not None}


def _load_balancer(app: App, traffic: Values) -> Any:
    simple, sticky = traffic.get("loadBalancer"), traffic.get("sticky")
    if simple and sticky:
        message = "excludes traffic.loadBalancer: a request goes to one pod by its hash, or to any by the algorithm"
        raise mesh.error(app, "traffic.sticky", message, "values-sticky-and-load-balancer", "keep one of them")
    made: dict[str, Any] = {}
    if simple:
        made["simple"] = simple
    if sticky:
        made["consistentHash"] = _hash(sticky)
    locality = traffic.get("locality")
    if locality:
        made["localityLbSetting"] = _locality(app, locality, traffic.get("circuitBreaker") or {})
    return made or OMIT


def _hash(sticky: Values) -> dict[str, Any]:
    if sticky.get("cookie"):
        cookie = sticky["cookie"]
        return {"httpCookie": {"name": cookie["name"], "path": cookie.get("path", OMIT), "ttl": cookie["ttl"]}}
    if sticky.get("header"):
        return {"httpHeaderName": sticky["header"]}
    if sticky.get("query"):
        return {"httpQueryParameterName": sticky["query"]}
    return {"useSourceIp": True}


def _locality(app: App, locality: Values, breaker: Values) -> dict[str, Any]:
    failover, distribute = locality.get("failover") or (), locality.get("distribute") or ()
    if bool(failover) == bool(distribute):
        message = "needs failover or distribute, and not both"
        raise mesh.error(app, "traffic.locality", message, "values-locality", "keep one of failover and distribute")
    if failover:
        for row in failover:
            if row["from"] == row["to"]:
                message = f"region {row['from']} fails over to itself"
                raise mesh.error(app, "traffic.locality.failover", message, "values-locality", "name another region")
        if not _picked(breaker, _OUTLIER) or breaker.get("ejectAfter") == 0:
            message = "never happens without ejection of failing pods"
            fix = "set traffic.circuitBreaker.ejectAfter, such as 5"
            raise mesh.error(app, "traffic.locality.failover", message, "values-failover-without-ejection", fix)
        return {"enabled": True, "failover": [{"from": row["from"], "to": row["to"]} for row in failover]}
    for row in distribute:
        total = sum(row["to"].values())
        if total != 100:
            message = f"shares from {row['from']} add up to {total}, not 100"
            raise mesh.error(app, "traffic.locality.distribute", message, "values-locality", "make them add up to 100")
    return {"enabled": True, "distribute": [{"from": row["from"], "to": dict(row["to"])} for row in distribute]}
