"""The objectives of a service, each as two rates (bad events, all events) that everything else is computed from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator import mesh, signals
from generator.model import App

# The buckets of istio_request_duration_milliseconds: only at these can slow requests be counted.
_BUCKETS = (
    "0.5", "1", "5", "10", "25", "50", "100", "250", "500", "1000", "2500", "5000", "10000", "30000", "60000",
    "300000", "600000", "1800000", "3600000",
)  # fmt: skip
_NEAREST = "1ms, 5ms, 10ms, 25ms, 50ms, 100ms, 250ms, 500ms, 1s, 2500ms, 5s, 10s, 30s, 1m, 5m, 10m, 30m or 1h"


@dataclass(frozen=True)
class Objective:
    """`bad` and `total` are PromQL for events per second; `budget` is the ratio of events that may be bad."""

    name: str
    title: str
    budget: Decimal
    bad: str
    total: str
    source: tuple[str, ...]


def objectives(app: App, wanted: Mapping[str, Any]) -> Iterator[Objective]:
    """What the values promise; availability first, then latency from the slowest quantile to the median."""
    yield from _availability(app, wanted)
    if not signals.serves_requests(app):
        return
    for key, limit in sorted((wanted.get("latency") or {}).items(), reverse=True):
        yield _latency(app, key, limit)


def _availability(app: App, wanted: Mapping[str, Any]) -> Iterator[Objective]:
    percent, sli = wanted.get("availability"), wanted.get("sli")
    if percent is None:
        if sli:
            fix = "add slo.availability, such as 99.9"
            raise mesh.error(app, "slo.sli", "an indicator needs an objective", "values-slo", fix)
        return
    if not sli and not signals.serves_requests(app):
        return
    bad = sli["bad"].strip() if sli else signals.error_rate(app, "5m")
    total = sli["total"].strip() if sli else signals.request_rate(app, "5m")
    budget = (100 - Decimal(str(percent))) / 100
    title = f"{signals.number(percent)} % of requests succeed"
    yield Objective("availability", title, budget, bad, total, ("slo", "availability"))


def _latency(app: App, key: str, limit: str) -> Objective:
    bucket = signals.number(Decimal(signals.milliseconds(limit)))
    if bucket not in _BUCKETS:
        message = f"the mesh counts no requests up to {limit}, so the objective cannot be measured"
        raise mesh.error(app, f"slo.latency.{key}", message, "values-slo-bucket", f"use {_NEAREST}")
    percent = Decimal(key.removeprefix("p"))
    # Prometheus 3 stores the bound as a float (1000.0), Prometheus 2 as the proxy wrote it (1000).
    fast = signals.requests(app, f'le=~"{bucket}([.]0)?"')
    name = "istio_request_duration_milliseconds"
    total = f"sum(rate({name}_count{signals.requests(app)}[5m]))"
    # `or vector(0)` where no request was fast: without it the difference would be empty and nothing would be slow.
    bad = f"{total}\n-\n(sum(rate({name}_bucket{fast}[5m])) or vector(0))"
    title = f"{signals.number(percent)} % of requests are answered within {limit}"
    return Objective(f"latency-{key}", title, (100 - percent) / 100, bad, total, ("slo", "latency", key))
