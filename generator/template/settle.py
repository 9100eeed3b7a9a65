"""Values made plain: what a manifest may hold, without the entries that are left out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from generator.model import OMIT


class UnfitError(Exception):
    """A value that cannot stand in a manifest; the message completes `... holds`."""


def settled(value: Any) -> Any:
    """The value as dicts, lists and leaves, without omitted entries. Raises UnfitError."""
    if isinstance(value, Mapping):
        return {_key(name): settled(child) for name, child in value.items() if child is not OMIT}
    if isinstance(value, list | tuple):
        return [settled(child) for child in value if child is not OMIT]
    if isinstance(value, float) and not math.isfinite(value):
        raise UnfitError(f"the number {value}, which is not finite")
    if value is None or isinstance(value, str | int | float):
        return value
    kind = type(value).__name__
    raise UnfitError(f"a {kind}, which is neither text, number, truth value, list nor mapping")


def _key(name: Any) -> str:
    if not isinstance(name, str):
        raise UnfitError(f"the key {name!r}, which is not text")
    return name
