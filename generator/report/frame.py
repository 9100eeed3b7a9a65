"""The lines a person wrote, with carets under what is wrong. Secrets are hidden, control characters escaped."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.report.secrets import Span, secret_spans

Lines = Callable[[str], list[str] | None]
"""The lines of a file by its path, or None where it cannot be read."""

HIDDEN = "***"
WIDEST = 120
_ROOM = 40
_MOST = 400
"""Characters looked at to find the end of a token; no frame is wider."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What to underline: line and column from 1, how many characters (0: the token there), what to say beside it."""

    line: int
    column: int
    length: int = 0
    note: str = ""
    main: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a frame: a line with its number, or (number 0) what stands below it."""

    number: int
    text: str
    main: bool = False


def visible(text: str) -> str:
    """The text with control and direction characters escaped, so that a terminal shows what is there."""
    return text if text.isprintable() else "".join(map(_visible, text))


def _visible(character: str) -> str:
    if character.isprintable():
        return character
    return character.encode("unicode_escape").decode() if character < "\ud800" or character > "\udfff" else "\\ufffd"


def rows(lines: list[str], marks: list[Mark], *, width: int = WIDEST) -> list[Row]:
    """The marked lines in order, each with what to underline in rows below it."""
    shown = sorted({m.line for m in marks if 0 < m.line <= len(lines)})
    hidden = hidden_spans(tuple(lines)) if shown else {}
    out: list[Row] = []
    for number in shown:
        text, columns = _drawn(lines[number - 1], hidden.get(number - 1, []))
        here = sorted((m for m in marks if m.line == number), key=lambda m: (m.column, not m.main))
        first = columns[min(max(here[0].column - 1, 0), len(columns) - 1)]
        cut = max(0, first - _ROOM) if first > width - _ROOM else 0
        out.append(Row(number, _window(text, cut, width).rstrip()))
        for mark in here:
            start, end = _extent(lines[number - 1], mark, columns)
            start, end = max(start - cut, 0), min(max(end - cut, 1), width)
            if start < width:
                sign = ("^" if mark.main else "-") * max(1, end - start)
                out.append(Row(0, f"{' ' * start}{sign} {mark.note}".rstrip(), mark.main))
    return out


@lru_cache(maxsize=32)
def hidden_spans(lines: tuple[str, ...]) -> Mapping[int, list[Span]]:
    """What not to show of a file, found once for all of its findings."""
    return secret_spans(lines)


def frame(lines: list[str], marks: list[Mark], *, width: int = WIDEST, gutter: int = 0) -> list[str]:
    """The rows as text with a gutter of line numbers, at least `gutter` wide; empty when no line can be shown."""
    drawn = rows(lines, marks, width=width)
    if not drawn:
        return []
    gutter = max(gutter, len(str(max(row.number for row in drawn))))
    out = [f"{' ' * gutter} |"]
    for row in drawn:
        out.append(f"{row.number or '':>{gutter}} | {row.text}".rstrip())
    return out


def _window(text: str, cut: int, width: int) -> str:
    part = text[cut : cut + width]
    if cut:
        part = "…" + part[1:]
    return part[:-1] + "…" if len(text) > cut + width else part


def _drawn(line: str, hidden: list[Span]) -> tuple[str, list[int]]:
    """The line as it is shown, and for each character (and the end) the column it is shown at, from 0."""
    out: list[str] = []
    columns: list[int] = []
    at, nearest = 0, 0
    for number, character in enumerate(line):
        columns.append(at)
        while nearest < len(hidden) and hidden[nearest][1] <= number:
            nearest += 1
        span = hidden[nearest] if nearest < len(hidden) and hidden[nearest][0] <= number else None
        if span is None:
            shown = _visible(character)
            at += sum(map(_cells, shown))
        else:
            shown = HIDDEN if number == span[0] else ""
            at += len(shown)
        out.append(shown)
    columns.append(at)
    return "".join(out), columns


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    """How many columns of a terminal a character takes."""
    if character.isascii():
        return 1
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _extent(line: str, mark: Mark, columns: list[int]) -> tuple[int, int]:
    """First column and the one after the last to underline."""
    start = min(max(mark.column - 1, 0), len(columns) - 1)
    length = mark.length if mark.length > 1 else token_length(line, start)
    return columns[start], columns[min(start + length, len(columns) - 1)]


_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^']|'')*'""")
_COMMENT = re.compile(r"\s+#|\s*$")
_CLOSERS: Mapping[str, str] = {"{": "}", "[": "]"}


def token_length(line: str, start: int) -> int:
    """How many characters the YAML token at `start` takes on its line; 1 where none begins."""
    rest = line[start : start + _MOST]
    if not rest.strip():
        return 1
    quoted = _QUOTED.match(rest)
    if quoted:
        return len(quoted.group())
    if rest[0] in _CLOSERS:
        return _flow_length(rest)
    end = _COMMENT.search(rest)
    text = rest[: end.start()] if end else rest
    opened = sum(line[:start].count(sign) for sign in "{[") > sum(line[:start].count(sign) for sign in "}]")
    stop = re.search(r"[,}\]]", text) if opened else None
    text = text[: stop.start()] if stop else text
    return max(1, len(text.rstrip().removesuffix(":")))


def _flow_length(rest: str) -> int:
    depth = 0
    for number, sign in enumerate(rest):
        depth += (sign in "{[") - (sign in "}]")
        if depth == 0:
            return number + 1
    return max(1, len(rest.rstrip()))
