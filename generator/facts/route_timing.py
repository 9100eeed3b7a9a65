"""When a route tells of its alerts: its own times, those it inherits, and the time intervals it names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.alertmanager_tree import Route
from generator.facts.cluster import mapping, rows
from generator.facts.fields import entries, text
from generator.facts.promql_duration import seconds
from generator.facts.time_intervals import Interval, read
from generator.model import Manifest, Path

DEFAULTS = {"groupWait": 30.0, "groupInterval": 300.0, "repeatInterval": 14400.0}
"""Alertmanager's own, in seconds."""

Named = Mapping[str, tuple[Path, tuple[Interval, ...]]]
"""Time intervals by name: where they stand and what they cover."""


def own(route: Route, key: str) -> float | None:
    """Seconds a route itself says, None when it says nothing readable."""
    return seconds(route.body.get(key))


def timing(route: Route, key: str) -> float:
    """Seconds that hold for a route: its own, else those of the routes above, else the default."""
    here: Route | None = route
    while here is not None:
        found = own(here, key)
        if found is not None:
            return found
        here = here.parent
    return DEFAULTS[key]


def interval_names(manifest: Manifest) -> Iterator[tuple[Path, str]]:
    """Where each time interval of an object stands, and its name."""
    for field in ("muteTimeIntervals", "timeIntervals"):
        for n, interval in entries(mapping(manifest.body, "spec"), field):
            yield ("spec", field, n), text(interval, "name")


def interval_rows(manifest: Manifest) -> Iterator[tuple[str, Path, Mapping[str, Any]]]:
    """Every conjunction of every named interval of an object: name, path, body."""
    for field in ("muteTimeIntervals", "timeIntervals"):
        for n, interval in entries(mapping(manifest.body, "spec"), field):
            for m, row in entries(interval, "timeIntervals"):
                yield text(interval, "name"), ("spec", field, n, "timeIntervals", m), row


def named_intervals(manifest: Manifest) -> Named:
    """The time intervals an object defines; one with a fault counts as covering nothing that is known."""
    found: dict[str, tuple[Path, tuple[Interval, ...]]] = {}
    for field in ("muteTimeIntervals", "timeIntervals"):
        for n, interval in entries(mapping(manifest.body, "spec"), field):
            read_ = [read(row) for _, row in entries(interval, "timeIntervals")]
            whole = not any(faults for _, faults in read_)
            covered = tuple(made for made, _ in read_) if whole else ()
            found[text(interval, "name")] = (("spec", field, n), covered)
    return found


def intervals_of(known: Named, route: Route, key: str) -> tuple[Interval, ...]:
    """What the intervals a route names cover together; () where one of them is not known."""
    names = [str(name) for name in rows(route.body, key)]
    if any(name not in known or not known[name][1] for name in names):
        return ()
    return tuple(interval for name in names for interval in known[name][1])
