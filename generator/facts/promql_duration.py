"""Durations as Prometheus writes them: `5m`, `1h30m`, `250ms`, `1d`; larger units first, each once.

Source: prometheus/common model/time.go, ParseDuration.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_UNITS = {"y": 31_536_000, "w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_WHOLE = re.compile(
    r"0|(?:([0-9]+)y)?(?:([0-9]+)w)?(?:([0-9]+)d)?(?:([0-9]+)h)?(?:([0-9]+)m)?(?:([0-9]+)s)?(?:([0-9]+)ms)?"
)


@lru_cache(maxsize=4096)
def _parsed(text: str) -> float | None:
    match = _WHOLE.fullmatch(text) if 0 < len(text) <= 64 else None
    if match is None:
        return None
    parts = [int(part or 0) for part in match.groups()]
    return sum(part * unit for part, unit in zip(parts[:-1], _UNITS.values(), strict=True)) + parts[-1] / 1000


def seconds(value: Any) -> float | None:
    """A duration in seconds, None for what is no duration."""
    return _parsed(value) if isinstance(value, str) else None


def written(value: float) -> str:
    """Seconds for people: `5m`, `90s`, `1h`."""
    for unit in ("d", "h", "m"):
        if value and value % _UNITS[unit] == 0:
            return f"{value // _UNITS[unit]:g}{unit}"
    return f"{value:g}s"
