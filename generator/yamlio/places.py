"""A document while it is composed, and where its nodes stand in the text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.model import Path


class Place(NamedTuple):
    """The span of a node (index of the first character, index after the last) and its line and column from 1.

    `key_*` says the same of its key; -1 where it has none. `style` is "" for plain scalars and for collections, else
    the sign of a quoted scalar or block. `flow` says that it is, or stands inside, a `{}` or `[]`.
    """

    start: int
    end: int
    line: int
    column: int
    key_start: int
    key_end: int
    key_line: int
    key_column: int
    style: str
    flow: bool


Places = dict[Path, Place]


def placed(start: Any, end: Any, key: Any, style: str, flow: bool) -> Place:
    """A place from the parser's marks; `key` is the event of the key, or None."""
    if key is None:
        return Place(start.index, end.index, start.line + 1, start.column + 1, -1, -1, -1, -1, style, flow)
    first, last = key.start_mark, key.end_mark
    return Place(
        start.index, end.index, start.line + 1, start.column + 1,
        first.index, last.index, first.line + 1, first.column + 1, style, flow,
    )  # fmt: skip


@dataclass(slots=True)
class Frame:
    """One open collection. `path` is None below a refused key; `seen` and `folded` find keys that
    are equal, or equal but for case, and where they stood.
    """

    value: Any
    path: Path | None
    opened: Any
    is_key: bool
    key: Any = None
    key_event: Any = None
    seen: dict[str, tuple[str, Any]] = field(default_factory=dict)
    folded: dict[str, tuple[str, Any]] = field(default_factory=dict)
    nodes: int = 1
    text: int = 0


@dataclass(slots=True)
class Composed:
    """One document: data, first line, the place of every node, and whether it can be used."""

    line: int
    data: Any = None
    places: Places = field(default_factory=dict)
    ended: bool = False
    broken: bool = False

    @property
    def empty(self) -> bool:
        """No node at all, or one of no characters."""
        root = self.places.get(())
        return root is None or root.start == root.end
