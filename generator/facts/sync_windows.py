"""When the sync windows of an AppProject let an Application sync: simulated week after week from a fixed date.

A deny window wins over an allow window; with allow windows a sync waits for one. A window opens at its schedule and
stays open for its duration; an unknown time zone counts as UTC.
Source: argo-cd pkg/apis/application/v1alpha1/types.go (SyncWindows.CanSync, active, scheduleTimeZone).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts.cron_schedule import parse
from generator.facts.cron_windows import firings, zone_problem
from generator.facts.fields import text

_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9}
Span = tuple[int, int]


@lru_cache(maxsize=512)
def go_duration(written: str) -> float | None:
    """The seconds of a Go duration such as `1h30m`, None when it is none."""
    import re

    plain = written.lstrip("+-")
    if plain == "0":
        return 0.0
    parts = re.findall(r"([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(ns|us|µs|ms|s|m|h)", plain)
    if not parts or "".join(number + unit for number, unit in parts) != plain:
        return None
    seconds = sum(float(number) * _UNITS[unit] for number, unit in parts)
    return -seconds if written.startswith("-") else seconds


@dataclass(frozen=True, slots=True)
class Window:
    """A readable sync window: whether it allows, and the times at which it is open (seconds since 1970)."""

    allows: bool
    spans: tuple[Span, ...]


def window(row: Mapping[str, Any]) -> Window | None:
    """One window of a project, None when Argo CD cannot read it."""
    duration = go_duration(text(row, "duration"))
    kind, zone = text(row, "kind"), text(row, "timeZone")
    if duration is None or duration <= 0 or kind not in ("allow", "deny"):
        return None
    try:
        schedule = parse(text(row, "schedule"))
        begins = firings(schedule, "UTC" if zone_problem(zone) else zone)
    except ValueError:
        return None
    return Window(kind == "allow", merged([(start, start + int(duration)) for start in begins]))


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """The same times without overlaps, sorted."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def free(windows: Sequence[Window]) -> bool:
    """Whether there is any time within the simulated months at which a sync may start."""
    allowed = merged([span for w in windows if w.allows for span in w.spans])
    denied = merged([span for w in windows if not w.allows for span in w.spans])
    if not any(w.allows for w in windows):
        return not denied or bool(_gaps(denied))
    return any(not _inside(span, denied) for span in allowed)


def _gaps(spans: Sequence[Span]) -> list[Span]:
    return [(a[1], b[0]) for a, b in zip(spans, spans[1:], strict=False) if a[1] < b[0]]


def _inside(span: Span, outer: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in outer)
