"""Where the nodes of a document stand in its text."""

from __future__ import annotations

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
