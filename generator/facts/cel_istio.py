"""CEL rules of Istio's CRDs that have no rule of their own.

Source: the x-kubernetes-validations of istio manifests/charts/base/files/crd-all.gen.yaml, in release 1.30.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cel import Violation, at_most_one
from generator.facts.cluster import get, mapping
from generator.facts.durations import MILLISECOND, nanoseconds
from generator.facts.fields import entries, text, whole
from generator.facts.istio_endpoints import service_entry, workload_entry, workload_group
from generator.model import Path

_TIMES = (
    ("connectionPool", "http", "idleTimeout"),
    ("connectionPool", "tcp", "connectTimeout"),
    ("connectionPool", "tcp", "idleTimeout"),
    ("connectionPool", "tcp", "maxConnectionDuration"),
    ("connectionPool", "tcp", "tcpKeepalive", "interval"),
    ("connectionPool", "tcp", "tcpKeepalive", "time"),
    ("loadBalancer", "warmupDurationSecs"),
    ("outlierDetection", "baseEjectionTime"),
    ("outlierDetection", "interval"),
)
_WARMUP = ("loadBalancer", "warmup", "duration")
_SCHEMES = ("", "http", "https", "oci", "file")


def _time(value: Any, path: Path) -> Iterator[Violation]:
    if isinstance(value, str):
        duration = nanoseconds(value)
        if duration is None or duration < MILLISECOND:
            said = "is no duration" if duration is None else "is less than 1ms"
            yield Violation(path, f"`{value}` {said}", "write 1ms or more, or leave the field out")


def _destination_rule(body: Mapping[str, Any]) -> Iterator[Violation]:
    """Of most times only a zero is told here: what does not parse or is no whole millisecond has a rule."""
    spec = mapping(body, "spec")
    owners: list[tuple[Path, Mapping[str, Any]]] = [(("spec",), spec)]
    owners += [(("spec", "subsets", n), row) for n, row in entries(spec, "subsets")]
    for path, owner in owners:
        here: Path = (*path, "trafficPolicy")
        policies = [(here, mapping(owner, "trafficPolicy"))]
        policies += [((*here, "portLevelSettings", n), row) for n, row in entries(policies[0][1], "portLevelSettings")]
        for place, policy in policies:
            for field in _TIMES:
                if nanoseconds(get(policy, *field)) == 0:
                    yield from _time(get(policy, *field), (*place, *field))
            yield from _time(get(policy, *_WARMUP), (*place, *_WARMUP))


def _sidecar(body: Mapping[str, Any]) -> Iterator[Violation]:
    pools: list[tuple[Path, Any]] = [(("spec", "inboundConnectionPool"), get(body, "spec", "inboundConnectionPool"))]
    for n, row in entries(body, "spec", "ingress"):
        pools.append((("spec", "ingress", n, "connectionPool"), row.get("connectionPool")))
        tls = mapping(row, "tls")
        if tls.get("credentialNames") is not None:
            fields = ("credentialNames", "tlsCertificates", "credentialName")
            yield from at_most_one(tls, ("spec", "ingress", n, "tls"), *fields)
    for path, pool in pools:
        for field in _TIMES:
            if field[0] == "connectionPool":
                yield from _time(get(pool, *field[1:]), (*path, *field[1:]))


def _targets(body: Mapping[str, Any]) -> Iterator[Violation]:
    """A policy is for selected workloads or for named targets, and targets lie in its own namespace."""
    spec = mapping(body, "spec")
    yield from at_most_one(spec, ("spec",), "selector", "workloadSelector", "targetRef", "targetRefs")
    places: list[tuple[Path, Any]] = [(("spec", "targetRef"), spec.get("targetRef"))]
    places += [(("spec", "targetRefs", n), row) for n, row in entries(spec, "targetRefs")]
    for path, target in places:
        if text(target, "namespace"):
            message = "a target in another namespace is not supported"
            yield Violation((*path, "namespace"), message, "put the object into the namespace of its target")


def _labels(body: Mapping[str, Any]) -> Iterator[Violation]:
    """Labels that a selector compares as they are."""
    for place in (("selector", "matchLabels"), ("workloadSelector", "labels")):
        for key, value in mapping(body, "spec", *place).items():
            path: Path = ("spec", *place, key)
            if not key and place[0] == "selector":
                yield Violation(path, "the selector has an empty label", "write the label's name")
            elif "*" in str(value) or ("*" in str(key) and place[0] == "selector"):
                yield Violation(path, f"`{key}: {value}` has a wildcard", "write the label as the pods have it")


def _one_target(body: Mapping[str, Any]) -> Iterator[Violation]:
    """A selector beside targets and targets elsewhere have a rule."""
    yield from at_most_one(mapping(body, "spec"), ("spec",), "targetRef", "targetRefs")


def _gateway(body: Mapping[str, Any]) -> Iterator[Violation]:
    for n, server in entries(body, "spec", "servers"):
        tls, path = mapping(server, "tls"), ("spec", "servers", n, "tls")
        if tls.get("credentialNames") is not None:
            yield from at_most_one(tls, path, "credentialNames", "credentialName")
            yield from at_most_one(tls, path, "credentialNames", "tlsCertificates")


def _peer_authentication(body: Mapping[str, Any]) -> Iterator[Violation]:
    for port in mapping(body, "spec", "portLevelMtls"):
        if not str(port).isdigit() or not 0 < int(port) <= 65535:
            yield Violation(("spec", "portLevelMtls", port), f"`{port}` is no port", "write 1 to 65535")


def _request_authentication(body: Mapping[str, Any]) -> Iterator[Violation]:
    for n, row in entries(body, "spec", "jwtRules"):
        path: Path = ("spec", "jwtRules", n)
        yield from at_most_one(row, path, "jwksUri", "jwks_uri", "jwks")
        uri = text(row, "jwks_uri")
        if uri and not uri.startswith(("http://", "https://")):
            yield Violation((*path, "jwks_uri"), "keys are fetched by http or https", "write https://")
        yield from _time(row.get("timeout"), ("spec", "jwtRules", n, "timeout"))


def _telemetry(body: Mapping[str, Any]) -> Iterator[Violation]:
    for n, row in entries(body, "spec", "metrics"):
        path: Path = ("spec", "metrics", n)
        yield from _time(row.get("reportingInterval"), (*path, "reportingInterval"))
        for m, override in entries(row, "overrides"):
            for name, tag in mapping(override, "tagOverrides").items():
                here: Path = (*path, "overrides", m, "tagOverrides", name)
                # Without an operation it is UPSERT, but the API server only asks for a value where it is written.
                if get(tag, "operation") == "UPSERT" and not get(tag, "value"):
                    yield Violation(here, f"tag `{name}` is to be set and has no value", "add value")
                if get(tag, "operation") == "REMOVE" and get(tag, "value") is not None:
                    yield Violation((*here, "value"), f"tag `{name}` is to be removed and has a value", "remove it")


def _envoy_filter(body: Mapping[str, Any]) -> Iterator[Violation]:
    for n, row in entries(body, "spec", "configPatches"):
        match, path = mapping(row, "match"), ("spec", "configPatches", n, "match")
        waypoint = match.get("waypoint") is not None
        if match.get("context") == "WAYPOINT" and not waypoint:
            yield Violation(path, "context WAYPOINT without waypoint", "add waypoint, or change the context")
        elif waypoint and match.get("context") != "WAYPOINT":
            yield Violation((*path, "waypoint"), "waypoint is for context WAYPOINT only", "write context: WAYPOINT")
        port = whole(match, "waypoint", "portNumber")
        if port is not None and not 0 < port <= 65535:
            yield Violation((*path, "waypoint", "portNumber"), f"port {port} does not exist", "write 1 to 65535")


def _module(node: Any, path: Path) -> Iterator[Violation]:
    """A Wasm module: where it is fetched from and what its environment holds."""
    url = text(node, "url")
    scheme = url.partition("://")[0] if "://" in url else ""
    if scheme.lower() not in _SCHEMES:
        yield Violation((*path, "url"), f"a module cannot be fetched by `{scheme}`", "use http, https, oci or file")
    for n, row in entries(node, "vmConfig", "env"):
        if row.get("valueFrom") == "HOST" and row.get("value") is not None:
            here: Path = (*path, "vmConfig", "env", n, "value")
            yield Violation(here, "the value comes from the host and is written too", "remove value or valueFrom")


def _wasm_plugin(body: Mapping[str, Any]) -> Iterator[Violation]:
    yield from _module(body.get("spec"), ("spec",))


def _traffic_extension(body: Mapping[str, Any]) -> Iterator[Violation]:
    spec = mapping(body, "spec")
    if (spec.get("wasm") is None) == (spec.get("lua") is None):
        yield Violation(("spec",), "exactly one of wasm and lua must be there", "keep or add one")
    yield from _module(spec.get("wasm"), ("spec", "wasm"))


CHECKS = {
    kinds.DESTINATION_RULE: (_destination_rule,),
    kinds.SIDECAR: (_sidecar,),
    kinds.GATEWAY: (_gateway,),
    kinds.AUTHORIZATION_POLICY: (_one_target,),
    kinds.SERVICE_ENTRY: (service_entry,),
    kinds.TELEMETRY: (_targets, _telemetry),
    kinds.PEER_AUTHENTICATION: (_peer_authentication,),
    kinds.REQUEST_AUTHENTICATION: (_one_target, _request_authentication),
    "WorkloadEntry.networking.istio.io": (workload_entry,),
    "WorkloadGroup.networking.istio.io": (workload_group,),
    "EnvoyFilter.networking.istio.io": (_targets, _labels, _envoy_filter),
    "WasmPlugin.extensions.istio.io": (_targets, _labels, _wasm_plugin),
    "TrafficExtension.extensions.istio.io": (_targets, _labels, _traffic_extension),
    "ProxyConfig.networking.istio.io": (_labels,),
}
