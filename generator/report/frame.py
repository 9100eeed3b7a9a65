"""The lines a person wrote, with carets under what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

Lines = Callable[[str], list[str] | None]
"""The lines of a file by its path, or None where it cannot be read."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What to underline: line and column from 1, how many characters, what to say beside it."""

    line: int
    column: int
    length: int = 1
    note: str = ""
    main: bool = True


def visible(text: str) -> str:
    """The text with control and direction characters escaped, so that a terminal shows what is there."""
    return "".join(
        character if character.isprintable() or character == " " else character.encode("unicode_escape").decode()
        for character in text
    )


def frame(lines: list[str], marks: list[Mark], *, width: int = 120) -> list[str]:
    """The marked lines in order, each with its number and carets below."""
    shown = sorted({m.line for m in marks if 0 < m.line <= len(lines)})
    if not shown:
        return []
    gutter = len(str(shown[-1]))
    out = [f"{' ' * gutter} |"]
    by_line: Mapping[int, list[Mark]] = {n: [m for m in marks if m.line == n] for n in shown}
    for number in shown:
        text = lines[number - 1]
        out.append(f"{number:>{gutter}} | {visible(text)[:width]}".rstrip())
        for mark in sorted(by_line[number], key=lambda m: m.column):
            before = visible(text[: mark.column - 1])
            sign = ("^" if mark.main else "-") * max(1, min(mark.length, width - len(before)))
            if len(before) < width:
                out.append(f"{' ' * gutter} | {' ' * len(before)}{sign} {mark.note}".rstrip())
    return out
