"""fault injection that istiod refuses

Why: istiod refuses the VirtualService.
Source: istio pkg/config/validation/validation.go, validateHTTPFaultInjection.
Bad:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - fault: {abort: {httpStatus: 99, percentage: {value: 1}}}
          route: [{destination: {host: api}}]
Bad (neither delay nor abort):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - fault: {}
          route: [{destination: {host: api}}]
Bad (percentage):
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - fault: {delay: {percentage: {value: 150}}}
          route: [{destination: {host: api}}]
Good:
    apiVersion: networking.istio.io/v1
    kind: VirtualService
    metadata: {name: api, namespace: shop}
    spec:
      hosts: [api]
      http:
        - fault:
            abort: {grpcStatus: UNAVAILABLE, percentage: {value: 0.01}}
            delay: {fixedDelay: 5s, percentage: {value: 0.1}}
          route: [{destination: {host: api}}]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import kinds
from generator.facts.cluster import Cluster, get
from generator.facts.fields import text, whole
from generator.facts.suggest import did_you_mean
from generator.facts.virtual_services import http_routes
from generator.model import Manifest, Path
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.VIRTUAL_SERVICE,)
NEEDS = ("fault",)

_GRPC = (
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
    "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
    "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
)  # fmt: skip


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for path, row in http_routes(manifest):
        fault = row.get("fault")
        if not isinstance(fault, Mapping):
            continue
        here = (*path, "fault")
        if fault.get("abort") is None and fault.get("delay") is None:
            yield Problem("the fault has neither abort nor delay", here, fix="add one, or remove the fault")
        for part in ("abort", "delay"):
            yield from _percentage(fault.get(part), (*here, part))
        if isinstance(fault.get("abort"), Mapping):
            yield from _abort(fault["abort"], (*here, "abort"))
        if isinstance(fault.get("delay"), Mapping):
            yield from _delay(fault["delay"], (*here, "delay"))


def _percentage(node: Any, path: Path) -> Iterator[Problem]:
    share = get(node, "percentage", "value")
    if isinstance(share, int | float) and not (share == 0 or 0.0001 <= share <= 100):
        yield Problem(f"{share:g} is no percentage", (*path, "percentage", "value"), fix="write 0.0001 to 100, or 0")


def _abort(abort: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    status = whole(abort, "httpStatus")
    if status is not None and not 200 <= status <= 599:
        yield Problem(f"HTTP status {status} cannot be answered", (*path, "httpStatus"), fix="write 200 to 599")
    if "http2Error" in abort:
        yield Problem("http2Error is not supported", (*path, "http2Error"), fix="use httpStatus", at_key=True)
    code = text(abort, "grpcStatus")
    if code and code not in _GRPC:
        hint = did_you_mean(code, _GRPC)
        yield Problem(f"gRPC status `{code}` does not exist{hint}", (*path, "grpcStatus"), fix="name a gRPC status")
    if not any(field in abort for field in ("httpStatus", "grpcStatus", "http2Error")):
        yield Problem("abort says no status", path, fix="add httpStatus or grpcStatus", severity="warning")


def _delay(delay: Mapping[str, Any], path: Path) -> Iterator[Problem]:
    if "exponentialDelay" in delay:
        yield Problem(
            "exponentialDelay is not supported", (*path, "exponentialDelay"), fix="use fixedDelay", at_key=True
        )
    elif "fixedDelay" not in delay:
        yield Problem("delay says no time", path, fix="add fixedDelay")
