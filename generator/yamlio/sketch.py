"""Where single nodes of a text stand, found by looking along its lines instead of composing it once more.

Works for what `lines` read; whatever needs a parser to say where it ends is left to the careful path.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model import Path
from generator.yamlio.dialects import Dialect
from generator.yamlio.entries import EMPTY, NOTHING, START, Line, reader_of, shape

Span = tuple[int, int, int]
"""Line and column from 1, and how many characters to mark."""
Found = tuple[int, Line]
"""The number of a line, from 0, and what it says."""


class Sketch:
    """The lines of a text that `lines` read."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self._lines, self._said = text.split("\n"), reader_of(dialect)
        # By first line (and column): what was looked along once is not looked along for the next of a thousand items.
        self._keys: dict[tuple[int, int], dict[str, int]] = {}
        self._items: dict[int, list[int]] = {}

    def span(self, start: int, data: Any, path: Path, key: bool) -> Span | None:
        """The place of a node (of its key), or of its nearest ancestor; None where another must say.

        `data` is the document's, `start` its first line, from 1.
        """
        node, found = data, self._content(start - 1, NOTHING, START)
        entry: Found | None = None
        dashed = False
        for part in path:
            if not _holds(node, part):
                break
            if found is None:
                return None
            entry = self._item(found, part) if isinstance(node, list) else self._entry(found, str(part))
            if entry is None:
                return None
            node, dashed = node[part], isinstance(node, list)
            found = self._inside(entry, node, dashed)
        named = key and not dashed
        if entry is None or (isinstance(node, (dict, list)) and not named):
            return self._collection(node, found)
        number = entry[0]
        looks = shape(self._lines[number])
        if named:
            return number + 1, looks.key + 1, looks.key_length
        return (number + 1, looks.value + 1, looks.value_length) if looks.value_length else None

    def _collection(self, node: Any, first: Found | None) -> Span | None:
        """The start of a collection, which is where its first entry starts."""
        if not isinstance(node, (dict, list)) or not node or first is None or first[0] == len(self._lines) - 1:
            return None
        looks = shape(self._lines[first[0]])
        return first[0] + 1, (looks.dash if isinstance(node, list) else looks.key) + 1, 1

    def _content(self, start: int, *skipped: int) -> Found | None:
        """The first line from `start` on that says more than one of these kinds."""
        for number in range(start, len(self._lines)):
            line = self._said(self._lines[number])
            if line is None or line[0] not in skipped:
                return None if line is None else (number, line)
        return None

    def _inside(self, entry: Found, node: Any, dashed: bool) -> Found | None:
        """The first line of the collection that an entry holds; None where it holds none, or none that has lines."""
        if not isinstance(node, (dict, list)) or not node:
            return None
        number, line = entry
        if dashed and line[4] is not None:
            # `- key: value`: the mapping begins behind the dash.
            return number, (line[0], line[3], False, line[3], line[4], line[5])
        return self._content(number + 1, NOTHING) if line[0] == EMPTY else None

    def _entry(self, first: Found, key: str) -> Found | None:
        """The entry of a key in the mapping whose first entry is given."""
        start, line = first
        if line[4] == key:
            return first
        if (start, line[1]) not in self._keys:
            self._keys[start, line[1]] = dict(self._named(start, line[1]))
        number = self._keys[start, line[1]].get(key)
        said = self._said(self._lines[number]) if number is not None else None
        return (number, said) if number is not None and said is not None else None

    def _named(self, start: int, column: int) -> Iterator[tuple[str, int]]:
        """The keys below the first line of a mapping, each with the number of its line."""
        padding = " " * column
        for number in range(start + 1, len(self._lines)):
            text = self._lines[number]
            if text.startswith(padding) and text[column : column + 1] not in (" ", "", "#", "-"):
                said = self._said(text)
                if said is not None and said[4] is not None:
                    yield said[4], number
            elif text.startswith("---") or self._ends(text, column):
                return

    def _item(self, first: Found, index: Any) -> Found | None:
        """The item of that position in the list whose first item is given."""
        start, line = first
        if start not in self._items:
            self._items[start] = list(self._dashes(start, line[1]))
        numbers = self._items[start]
        said = self._said(self._lines[numbers[index]]) if index < len(numbers) else None
        return (numbers[index], said) if said is not None else None

    def _dashes(self, start: int, column: int) -> Iterator[int]:
        """The numbers of the lines on which the items of a list begin."""
        padding = " " * column + "- "
        for number in range(start, len(self._lines)):
            text = self._lines[number]
            if text.startswith(padding):
                yield number
            elif self._ends(text, column) or text[column : column + 1] not in (" ", "", "#"):
                return

    def _ends(self, text: str, column: int) -> bool:
        """Whether a line stands further left than a collection's entries and is no comment."""
        bare = text.lstrip(" ")
        return bool(bare) and not bare.startswith("#") and len(text) - len(bare) < column


def _holds(node: Any, part: Any) -> bool:
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and 0 <= part < len(node)
