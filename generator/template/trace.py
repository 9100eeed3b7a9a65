"""Values that remember where somebody wrote them.

Only text and numbers can: Python has one True, one False and one None, so for those, as for empty collections, the key
carries it, which lasts as long as the mapping that holds it. A traced value is the plain value in every comparison,
hash and pickle.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, SupportsIndex

from generator.model import Content, Origin, Path


class TracedStr(str):
    """A text with an origin; it survives addition, strip, case changes and affix removal; all else gives plain text."""

    origin: Origin

    def __new__(cls, value: str, origin: Origin) -> TracedStr:
        made = super().__new__(cls, value)
        made.origin = origin
        return made

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)

    def __add__(self, other: str, /) -> TracedStr:
        return TracedStr(super().__add__(other), self.origin)

    def strip(self, chars: str | None = None, /) -> TracedStr:
        return TracedStr(super().strip(chars), self.origin)

    def lower(self) -> TracedStr:
        return TracedStr(super().lower(), self.origin)

    def upper(self) -> TracedStr:
        return TracedStr(super().upper(), self.origin)

    def removeprefix(self, prefix: str, /) -> TracedStr:
        return TracedStr(super().removeprefix(prefix), self.origin)

    def removesuffix(self, suffix: str, /) -> TracedStr:
        return TracedStr(super().removesuffix(suffix), self.origin)


class TracedInt(int):
    """A whole number with an origin; its text keeps it, arithmetic gives plain numbers."""

    origin: Origin

    def __new__(cls, value: int, origin: Origin) -> TracedInt:
        made = super().__new__(cls, value)
        made.origin = origin
        return made

    def __str__(self) -> str:
        return TracedStr(int.__repr__(self), self.origin)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type[int], tuple[int]]:
        return int, (int(self),)


class TracedFloat(float):
    """A number with an origin; its text keeps it, arithmetic gives plain numbers."""

    origin: Origin

    def __new__(cls, value: float, origin: Origin) -> TracedFloat:
        made = super().__new__(cls, value)
        made.origin = origin
        return made

    def __str__(self) -> str:
        return TracedStr(float.__repr__(self), self.origin)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type[float], tuple[float]]:
        return float, (float(self),)


def traced(value: Any, locate: Callable[[Path], Origin | None], path: Path = ()) -> Any:
    """A copy of a values tree whose leaves carry what `locate` says of their path (None leaves them plain)."""
    if isinstance(value, Mapping):
        return {_key(key, child, locate, path): traced(child, locate, (*path, key)) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [traced(child, locate, (*path, number)) for number, child in enumerate(value)]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    origin = locate(path)
    if origin is None:
        return value
    if isinstance(value, str):
        return TracedStr(value, origin)
    return TracedInt(value, origin) if isinstance(value, int) else TracedFloat(value, origin)


def _key(key: Any, child: Any, locate: Callable[[Path], Origin | None], path: Path) -> Any:
    """The key of a value that cannot carry an origin itself carries it."""
    if not isinstance(key, str) or not (isinstance(child, bool) or child is None or child in ({}, [])):
        return key
    origin = locate((*path, key))
    return key if origin is None else TracedStr(key, origin)


def plain(value: Any) -> Any:
    """A copy of a tree without origins."""
    if isinstance(value, Mapping):
        return {plain(key): plain(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [plain(child) for child in value]
    for kind in (str, int, float):
        if type(value) is not bool and isinstance(value, kind):
            return kind(value)
    return value


def origin_of(value: Any) -> Origin | None:
    """The origin a value carries."""
    return value.origin if isinstance(value, TracedStr | TracedInt | TracedFloat) else None


def carry(text: str, *sources: Any) -> str:
    """`text`, made from `sources`, with the origin of the first of them that has one."""
    origin = next((found for source in sources if (found := origin_of(source)) is not None), None)
    return text if origin is None else TracedStr(text, origin)


def origins(content: Content) -> dict[Path, Origin]:
    """Every field of an object whose value (or else whose key) still carries an origin, in the order of the body."""
    found: dict[Path, Origin] = {}
    _collect(content.body, (), found)
    return found


def _collect(value: Any, path: Path, found: dict[Path, Origin]) -> None:
    if isinstance(value, Mapping):
        for key, child in value.items():
            origin = origin_of(key)
            if origin is not None:
                found[(*path, key)] = origin
            _collect(child, (*path, key), found)
    elif isinstance(value, list | tuple):
        for number, child in enumerate(value):
            _collect(child, (*path, number), found)
    else:
        origin = origin_of(value)
        if origin is not None:
            found[path] = origin
