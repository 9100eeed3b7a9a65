"""Durations of values (500ms, 30s, 1h30m) as the whole seconds that Kubernetes fields want."""

from __future__ import annotations

import re

_UNITS = {"h": 3_600_000, "m": 60_000, "s": 1_000, "ms": 1}
_PART = re.compile(r"([0-9]+)(ms|h|m|s)")


def milliseconds(duration: str | int) -> int:
    """A duration in milliseconds; an integer counts seconds. Raises ValueError for text that is no duration."""
    if isinstance(duration, int):
        return duration * 1000
    parts = _PART.findall(duration)
    if not parts or "".join(number + unit for number, unit in parts) != duration:
        raise ValueError(f"{duration!r} is not a duration such as 30s, 5m or 1h30m")
    return sum(int(number) * _UNITS[unit] for number, unit in parts)


def seconds(duration: str | int) -> int:
    """A duration in whole seconds. Raises ValueError when it is no duration or has a fraction of a second."""
    total = milliseconds(duration)
    if total % 1000:
        raise ValueError(f"{duration!r} is not a whole number of seconds")
    return total // 1000
