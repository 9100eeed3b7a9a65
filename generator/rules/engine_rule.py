"""What the engine's rules are made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

Row = tuple[str, str, str, str, str]
"""Id, family, severity, title and why."""


@dataclass(frozen=True, slots=True)
class Builtin:
    """One rule of the engine. `waivable` False: neither suppressed nor put in a baseline, since nothing was judged."""

    id: str
    family: str
    severity: str
    title: str
    why: str
    waivable: bool = True


def all_of(family: str, why: str, named: Iterable[tuple[str, str]]) -> tuple[Row, ...]:
    """Errors of one family that share their reason: ids and titles."""
    return tuple((id, family, "error", title, why) for id, title in named)
