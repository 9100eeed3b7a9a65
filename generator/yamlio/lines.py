"""The reader's fastest path: block YAML as people and `kubectl` write it, one line at a time, without a parser.

A line says by itself what it is: indentation, a dash, a key, the start of a value. Most lines occur again and again, so
what a line says is remembered. Everything that needs more than its line (a scalar over several lines, an anchor, a tag,
a tab, a directive) makes this path give up; `quick` and `careful` read such a text, and what this path accepts they
read the same (a property test holds the three together).
"""

from __future__ import annotations

import re
from typing import Any

from generator.yamlio.dialects import Dialect
from generator.yamlio.entries import BLOCK, EMPTY, NOTHING, PIECE, START, block, piece, reader_of

_ALLOWED = bytes((9, 10, *range(32, 127)))
_ODD = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What the parser refuses or takes for the end of a line (YAML 1.1, sections 5.1 and 5.4)."""


def compose(data: bytes, text: str, dialect: Dialect, keys: set[str] | None = None) -> list[list[Any]] | None:
    """Data and first line (from 1) of every document, or None where another path must read.

    `keys` takes every key.
    """
    if data.translate(None, _ALLOWED) if data.isascii() else _ODD.search(text):
        return None
    lines = text.split("\n")
    if 3 * len(lines) > dialect.limits.nodes or len(text) > dialect.limits.scalar and _long(lines, dialect):
        return None
    return _Composition(lines, dialect, set() if keys is None else keys).run()


def _long(lines: list[str], dialect: Dialect) -> bool:
    return max(map(len, lines)) > dialect.limits.scalar


class _Composition:
    """One text on its way to data."""

    def __init__(self, lines: list[str], dialect: Dialect, keys: set[Any]) -> None:
        self.lines, self.dialect, self.keys = lines, dialect, keys
        self.spent = 3 * len(lines)

    def run(self) -> list[list[Any]] | None:
        """The loop over all lines: `stack` holds the open collections, `waiting` says that a key has no value yet."""
        said, lines, known = reader_of(self.dialect), self.lines, self.keys.add
        most, last, documents = self.dialect.limits.depth, len(self.lines), list[list[Any]]()
        stack: list[tuple[int, Any, bool]] = []
        waiting, number, top_indent, top_dash = True, -1, -1, False
        open_key: Any = None
        top: Any = None
        while (number := number + 1) < last:
            line = said(lines[number])
            if line is None:
                return None
            kind, indent, dash, column, key, value = line
            if indent == top_indent and kind < BLOCK and not (waiting or dash or top_dash):
                # By far the most lines are the next entry of the mapping that is open.
                if key in top:
                    return None
                top[key] = value
                known(key)
                if kind == EMPTY:
                    waiting, open_key = True, key
                continue
            if kind == NOTHING:
                continue
            if kind == START:
                documents.append([None, number + 1])
                stack, waiting, top_indent, top, top_dash = [], True, -1, None, False
                continue
            if waiting:
                waiting = False
                if indent > top_indent or (dash and indent == top_indent):
                    made: Any = [] if dash else {}
                    self._hang(documents, top, open_key, made, number)
                    top_indent, top, top_dash = indent, made, dash
                    stack.append((indent, made, dash))
            while top_indent > indent or (top_dash and not dash and top_indent == indent):
                stack.pop()
                if not stack:
                    return None
                top_indent, top, top_dash = stack[-1]
            if top_indent != indent or top_dash != dash:
                return None
            if dash and key is not None:
                made = {}
                top.append(made)
                top_indent, top, top_dash = column, made, False
                stack.append((column, made, False))
            if BLOCK <= kind <= PIECE:
                value, following = self._longer(kind, value, number, top_indent, len(stack))
                if value is None:
                    return None
            if len(stack) > most or (key is not None and key in top):
                return None
            if key is None:
                top.append(value)
            else:
                top[key] = value
                known(key)
                waiting, open_key = kind == EMPTY, key
            if kind == BLOCK:
                number = following
        return documents

    def _hang(self, documents: list[list[Any]], top: Any, key: Any, made: Any, number: int) -> None:
        """Put a new collection where its key waits, or at the root of the document."""
        if top is not None:
            top[key] = made
            return
        if not documents:
            documents.append([None, number + 1])
        documents[-1][0] = made

    def _longer(self, kind: int, value: str, number: int, parent: int, depth: int) -> tuple[Any, int]:
        """The value of a block scalar or a piece, None where it is not for us, and the number of its last line."""
        if kind == PIECE:
            return self._piece(value, depth), number
        found, following = block(self.lines, number + 1, parent, value)
        fits = found is not None and len(found) <= self.dialect.limits.scalar
        return found if fits else None, following - 1

    def _piece(self, text: str, depth: int) -> Any:
        """The value of a `[]` or `{}` within the limits of its document; None where it is not for us."""
        self.spent += len(text)
        most = self.dialect.limits
        if text in ("{}", "[]"):
            return {} if text == "{}" else []
        if self.spent > most.nodes or depth + text.count("[") + text.count("{") > most.depth:
            return None
        return piece(self.dialect, text, self.keys)
