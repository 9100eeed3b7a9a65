"""Durations of Istio's fields, which are written as Go writes them: `30s`, `1.5h`, `1h30m`, `250ms`.

Source: https://pkg.go.dev/time#ParseDuration, which both the API server's CEL and istiod use.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

MILLISECOND = 1_000_000
"""In nanoseconds, as all numbers here."""

SECOND = 1000 * MILLISECOND

_UNITS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": MILLISECOND,
    "s": SECOND,
    "m": 60 * SECOND,
    "h": 3600 * SECOND,
}
_PART = re.compile(r"([0-9]+\.?[0-9]*|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h)")
_WHOLE = re.compile(rf"[-+]?(0|({_PART.pattern})+)\Z")


@lru_cache(maxsize=4096)
def _nanoseconds(text: str) -> int | None:
    if len(text) > 64 or not _WHOLE.match(text):
        return None
    total = sum(Decimal(number) * _UNITS[unit] for number, unit in _PART.findall(text))
    return int(-total if text.startswith("-") else total)


def nanoseconds(value: Any) -> int | None:
    """A duration in nanoseconds; None for what is no duration."""
    return _nanoseconds(value) if isinstance(value, str) else None


def seconds_text(duration: int) -> str:
    """Nanoseconds for people: `2.025s`, `30s`, `250ms`."""
    if duration and abs(duration) < SECOND:
        return f"{duration / MILLISECOND:g}ms"
    return f"{duration / SECOND:g}s"
