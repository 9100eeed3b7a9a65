"""What one line of block YAML says by itself, and the text of the block scalar behind a line."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from generator.yamlio.dialects import Dialect
from generator.yamlio.scalars import REFUSED

_LINE = re.compile(
    r"( *)(?:(- +))?(?:([A-Za-z0-9_./$][A-Za-z0-9_./$-]*|\"[^\"\\]*\"|'[^']*'):(?: +|(?=$)))?([^\t]*)", re.DOTALL
)
"""Indentation, dash, key, rest."""
_SIMPLE = re.compile(r"( *)(- +)?([A-Za-z][A-Za-z0-9_./-]*): ([A-Za-z0-9/][A-Za-z0-9_./@-]*)")
"""By far the most lines: what stands behind the key is plain, and no sign in it can end it."""
_BLOCK = re.compile(r"([|>])(-?)(?: +#.*)?")
_DOUBLE = re.compile(r"\"([^\"\\]*)\"(?: *| +#.*)")
_SINGLE = re.compile(r"'([^']*)'(?: *| +#.*)")
_ESCAPED = re.compile(r"\"((?:[^\"\\]|\\[\"\\nt])*)\"(?: *| +#.*)")
_ESCAPE = re.compile(r"\\(.)")
_SEPARATOR = re.compile(r"---(?: *| +#.*)")
_NOT_PLAIN = frozenset(" ?:,[]{}#&*!|>'\"%@`")
_LONGEST_KEY = 1000
"""A key has to end within 1,024 characters (YAML 1.1, section 7.3)."""

SCALAR, EMPTY, BLOCK, PIECE, START, NOTHING = range(6)
"""What a line holds: a scalar, no value yet, a block scalar's header, a `[]` or `{}`, a document's start, nothing."""


Line = tuple[int, int, bool, int, str | None, Any]
"""What a line says: its kind, its first column from 0, whether a dash stands there, the column of the key or value
behind it, the key, and the scalar or the text of a header or a piece. A bare tuple: taking a NamedTuple apart costs
three times as much.
"""

_BLANK: Line = (NOTHING, -1, False, 0, None, None)
_START: Line = (START, -1, False, 0, None, None)


class Shape(NamedTuple):
    """Columns from 0 and lengths of what stands in a line; `value_length` is 0 where the line does not say it."""

    dash: int
    key: int
    key_length: int
    value: int
    value_length: int


def shape(text: str) -> Shape:
    """The shape of a line that `compose` took."""
    match = _LINE.fullmatch(text)
    if match is None:
        return Shape(0, 0, 0, 0, 0)
    indent, key, rest = len(match[1]), match[3] or "", match[4]
    start = match.start(4)
    length = 0
    if rest and rest[0] in "\"'":
        quoted = (_DOUBLE if rest[0] == '"' else _SINGLE).fullmatch(rest)
        length = quoted.end(1) + 1 if quoted else 0
    elif rest and rest[0] in "|>":
        length = 1
    elif rest and rest[0] not in "#[{":
        comment = rest.find(" #")
        length = len((rest if comment < 0 else rest[:comment]).rstrip(" "))
    return Shape(indent, match.start(3) if key else indent, len(key), start, length)


@lru_cache(maxsize=4)
def reader_of(dialect: Dialect) -> Callable[[str], Line | None]:
    """What a line says in a dialect; None where it does not say it alone."""

    @lru_cache(maxsize=16_384)
    def said(text: str) -> Line | None:
        simple = _SIMPLE.fullmatch(text)
        if simple is not None:
            spaces, dash, key, rest = simple.groups()
            name, value = dialect.plain_key(key), dialect.plain(rest)
            if name is REFUSED or value is REFUSED or len(key) > _LONGEST_KEY:
                return None
            return SCALAR, len(spaces), dash is not None, simple.end(2) if dash else len(spaces), name, value
        match = _LINE.fullmatch(text)
        if match is None:
            return None
        spaces, dash, key, rest = match.groups()
        indent = len(spaces)
        if dash is None and key is None:
            return _bare(text, rest, indent)
        column = match.end(2) if dash else indent
        if key is not None:
            name = _key(dialect, key)
            if name is None:
                return None
            key = name
        kind, value = _value(dialect, rest)
        if kind == NOTHING or (kind == EMPTY and key is None):
            return None
        return kind, indent, dash is not None, column, key, value

    return said


def _bare(text: str, rest: str, indent: int) -> Line | None:
    """A line without dash and key: empty, a comment, a document's start, or not for us."""
    if not rest or rest.startswith("#"):
        return _BLANK
    return _START if indent == 0 and _SEPARATOR.fullmatch(text) else None


def _key(dialect: Dialect, text: str) -> str | None:
    if len(text) > _LONGEST_KEY:
        return None
    key = dialect.quoted_key(text[1:-1]) if text[0] in "\"'" else dialect.plain_key(text)
    return key if isinstance(key, str) else None


def _value(dialect: Dialect, rest: str) -> tuple[int, Any]:
    """Kind and value of what stands behind a dash or a key; NOTHING where it is for another path."""
    if not rest or rest.startswith("#"):
        return EMPTY, None
    first = rest[0]
    if first not in _NOT_PLAIN:
        return _plain(dialect, rest)
    if first in "|>":
        return (BLOCK, rest) if _BLOCK.fullmatch(rest) else (NOTHING, None)
    if first in "\"'":
        value = _quoted(dialect, rest)
        return (NOTHING, None) if value is None else (SCALAR, value)
    return (PIECE, rest.rstrip(" ")) if first in "[{" else (NOTHING, None)


def _quoted(dialect: Dialect, rest: str) -> Any:
    match = (_DOUBLE if rest[0] == '"' else _SINGLE).fullmatch(rest)
    if match is not None:
        return match[1]
    match = _ESCAPED.fullmatch(rest)
    return _ESCAPE.sub(_meant, match[1]) if match else piece(dialect, rest)


def _meant(escape: re.Match[str]) -> str:
    return {"n": "\n", "t": "\t"}.get(escape[1], escape[1])


def _plain(dialect: Dialect, rest: str) -> tuple[int, Any]:
    """A plain scalar on one line: no indicator in front, no colon or comment sign that ends it."""
    text = rest
    if " " in rest:
        comment = rest.find(" #")
        text = (rest if comment < 0 else rest[:comment]).rstrip(" ")
        if ": " in text or text.startswith("- "):
            return NOTHING, None
    if text[-1] == ":" or text == "-":
        return NOTHING, None
    value = dialect.plain(text)
    return (NOTHING, None) if value is REFUSED else (SCALAR, value)


def piece(dialect: Dialect, text: str, keys: set[str] | None = None) -> Any:
    """The value of a `[]`, `{}` or quoted text that ends on its line; None where it does not, or is odd."""
    # Most texts have none: PyYAML is imported for those that do.
    from generator.yamlio import events, quick

    following = events.native(text.encode())
    if following is None:
        return None
    spelt: dict[str, Any] = {}
    try:
        found = quick.compose(following, dialect, "\\" in text, dialect.strict and "?" in text, spelt)
    except events.SyntaxTrouble:
        return None
    if keys is not None:
        keys.update(key for key in spelt.values() if isinstance(key, str))
    expected = {"[": list, "{": dict}.get(text[0], str)
    return found[0][0] if found and len(found) == 1 and type(found[0][0]) is expected else None


def block(lines: list[str], number: int, parent: int, header: str) -> tuple[str | None, int]:
    """The text of a block scalar whose first line is `number`, and the number of the line behind it."""
    match = _BLOCK.fullmatch(header)
    start = number
    while number < len(lines) and not lines[number]:
        number += 1
    first = lines[number] if number < len(lines) else ""
    indent = len(first) - len(first.lstrip(" "))
    # An empty block, blank lines that are longer than the indentation and tabs in it are for the parser.
    if match is None or indent <= parent or first[indent : indent + 1] in ("", "\t"):
        return None, number
    padding, rows = " " * indent, [""] * (number - start)
    end = len(rows)
    while number < len(lines):
        line = lines[number]
        if line.startswith(padding):
            rows.append(line[indent:])
        elif line.strip(" "):
            if len(line) - len(line.lstrip(" ")) > parent:
                return None, number
            break
        else:
            rows.append("")
        number += 1
        end = len(rows) if rows[-1] else end
    if number == len(lines) and end == len(rows):
        # The last line has no newline: what a block scalar ends with is then for the parser to say.
        return None, number
    text = ("\n".join(rows[:end])) if match[1] == "|" else _folded(rows[:end])
    return text if match[2] else text + "\n", number


def _folded(rows: list[str]) -> str:
    """Lines of a folded scalar: one break between two that start with text is a space (YAML 1.1, section 9.2)."""
    made: list[str] = []
    breaks, spaced = 0, True
    for row in rows:
        if not row:
            breaks += 1
            continue
        starts_blank = row[0] in " \t"
        if not made:
            made.append("\n" * breaks)
        elif spaced or starts_blank:
            made.append("\n" * (breaks + 1))
        else:
            made.append("\n" * breaks or " ")
        made.append(row)
        breaks, spaced = 0, starts_blank
    return "".join(made)
