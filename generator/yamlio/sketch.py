"""Where single nodes of a text stand, without composing it again with the place of every node.

Works for what `lines` reads; whatever needs a parser to say where it ends is left to the careful path.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from generator.model import Path
from generator.yamlio import lines
from generator.yamlio.dialects import Dialect
from generator.yamlio.entries import Shape, shape

Span = tuple[int, int, int]
"""Line and column from 1, and how many characters to mark."""


class Sketch:
    """The entries of a text by the collection they are in."""

    def __init__(self, data: bytes, text: str, dialect: Dialect) -> None:
        self._text, self._numbers = text, lines.Seen()
        # The documents are kept: an entry is known by the identity of its collection.
        self._documents = lines.compose(data, text, dialect, self._numbers)

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def span(self, index: int, path: Path, key: bool) -> Span | None:
        """The place of a node of a document (of its key), or of its nearest ancestor; None where another must say."""
        if self._documents is None or index >= len(self._documents):
            return None
        node, entry = self._documents[index][0], None
        for part in path:
            if not _holds(node, part):
                break
            entry, node = (id(node), part), node[part]
        if entry is None:
            return self._collection(node)
        number = self._numbers.get(entry)
        if number is None:
            return None
        found = shape(self._lines[number])
        if key and isinstance(entry[1], str):
            return number + 1, found.key + 1, found.key_length
        if isinstance(node, (dict, list)):
            return self._collection(node)
        return _scalar(number, found)

    def _collection(self, node: Any) -> Span | None:
        """The start of a collection, which is where its first entry starts."""
        if not isinstance(node, (dict, list)) or not node:
            return None
        number = self._numbers.get((id(node), 0 if isinstance(node, list) else next(iter(node))))
        if number is None or number == len(self._lines) - 1:
            return None
        found = shape(self._lines[number])
        return number + 1, (found.dash if isinstance(node, list) else found.key) + 1, 1


def _holds(node: Any, part: Any) -> bool:
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node)


def _scalar(number: int, found: Shape) -> Span | None:
    return (number + 1, found.value + 1, found.value_length) if found.value_length else None
