"""Values that remember where somebody wrote them.

Only text and numbers can: Python has one True, one False and one None, so for those, as for empty collections, the key
carries it, which lasts as long as the mapping that holds it. A traced value is the plain value in every comparison,
hash and pickle.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, SupportsIndex

from generator.model import Content, Origin, Path


class Later:
    """An origin that is looked up when somebody asks for it: of all the values of an app hardly one is."""

    __slots__ = ("_locate", "_path")

    def __init__(self, locate: Callable[[Path], Origin | None], path: Path) -> None:
        self._locate, self._path = locate, path

    def __call__(self) -> Origin | None:
        """The origin, None where nobody wrote the value."""
        return self._locate(self._path)


Held = Origin | Later
"""What a traced value carries."""


def resolved(held: Held | None) -> Origin | None:
    """The origin itself."""
    return held() if isinstance(held, Later) else held


class TracedStr(str):
    """A text with an origin; it survives addition, strip, case changes and affix removal; all else gives plain text."""

    held: Held

    def __new__(cls, value: str, held: Held) -> TracedStr:
        made = super().__new__(cls, value)
        made.held = held
        return made

    @property
    def origin(self) -> Origin | None:
        return resolved(self.held)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)

    def __add__(self, other: str, /) -> TracedStr:
        return TracedStr(super().__add__(other), self.held)

    def strip(self, chars: str | None = None, /) -> TracedStr:
        return TracedStr(super().strip(chars), self.held)

    def lower(self) -> TracedStr:
        return TracedStr(super().lower(), self.held)

    def upper(self) -> TracedStr:
        return TracedStr(super().upper(), self.held)

    def removeprefix(self, prefix: str, /) -> TracedStr:
        return TracedStr(super().removeprefix(prefix), self.held)

    def removesuffix(self, suffix: str, /) -> TracedStr:
        return TracedStr(super().removesuffix(suffix), self.held)


class TracedInt(int):
    """A whole number with an origin; its text keeps it, arithmetic gives plain numbers."""

    held: Held

    def __new__(cls, value: int, held: Held) -> TracedInt:
        made = super().__new__(cls, value)
        made.held = held
        return made

    @property
    def origin(self) -> Origin | None:
        return resolved(self.held)

    def __str__(self) -> str:
        return TracedStr(int.__repr__(self), self.held)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type[int], tuple[int]]:
        return int, (int(self),)


class TracedFloat(float):
    """A number with an origin; its text keeps it, arithmetic gives plain numbers."""

    held: Held

    def __new__(cls, value: float, held: Held) -> TracedFloat:
        made = super().__new__(cls, value)
        made.held = held
        return made

    @property
    def origin(self) -> Origin | None:
        return resolved(self.held)

    def __str__(self) -> str:
        return TracedStr(float.__repr__(self), self.held)

    def __reduce_ex__(self, protocol: SupportsIndex) -> tuple[type[float], tuple[float]]:
        return float, (float(self),)


def traced(value: Any, locate: Callable[[Path], Origin | None], path: Path = ()) -> Any:
    """A copy of a values tree whose leaves carry what `locate` says of their path, once they are asked."""
    if isinstance(value, Mapping):
        return {_key(key, child, locate, path): traced(child, locate, (*path, key)) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [traced(child, locate, (*path, number)) for number, child in enumerate(value)]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    held = Later(locate, path)
    if isinstance(value, str):
        return TracedStr(value, held)
    return TracedInt(value, held) if isinstance(value, int) else TracedFloat(value, held)


def _key(key: Any, child: Any, locate: Callable[[Path], Origin | None], path: Path) -> Any:
    """The key of a value that cannot carry an origin itself carries it."""
    if not isinstance(key, str) or not (isinstance(child, bool) or child is None or child in ({}, [])):
        return key
    return TracedStr(key, Later(locate, (*path, key)))


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


def held_by(value: Any) -> Held | None:
    """What a value carries, None for a plain one."""
    return value.held if isinstance(value, TracedStr | TracedInt | TracedFloat) else None


def first_of(sources: Iterable[Any]) -> Held | None:
    """The origin of the first value that has one; None where all are plain."""
    found = [held for source in sources if (held := held_by(source)) is not None]
    if len(found) < 2:
        return found[0] if found else None
    return Later(lambda _: next((origin for held in found if (origin := resolved(held)) is not None), None), ())


def carry(text: str, *sources: Any) -> str:
    """`text`, made from `sources`, with the origin of the first of them that has one."""
    held = first_of(sources)
    return text if held is None else TracedStr(text, held)


def places(content: Content) -> dict[Path, Held]:
    """Every field of an object whose value (or else whose key) still carries an origin, in the order of the body."""
    found: dict[Path, Held] = {}
    _collect(content.body, (), found)
    return found


def origins(content: Content) -> dict[Path, Origin]:
    """The same, looked up; fields that nobody wrote are left out."""
    return {path: origin for path, held in places(content).items() if (origin := resolved(held)) is not None}


def _collect(value: Any, path: Path, found: dict[Path, Held]) -> None:
    if isinstance(value, Mapping):
        for key, child in value.items():
            held = held_by(key)
            if held is not None:
                found[(*path, key)] = held
            _collect(child, (*path, key), found)
    elif isinstance(value, list | tuple):
        for number, child in enumerate(value):
            _collect(child, (*path, number), found)
    else:
        held = held_by(value)
        if held is not None:
            found[path] = held
