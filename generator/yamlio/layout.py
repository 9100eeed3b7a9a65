"""The text of a new value inside a person's file: its indentation, its list style, its quotes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from generator.model import Path
from generator.yamlio.places import Place, Places
from generator.yamlio.write import key as written_key
from generator.yamlio.write import quoted, scalar

_FLOW_SAFE = re.compile(r"[A-Za-z_/][A-Za-z0-9_./-]*\Z")
_SINGLE_SAFE = re.compile(r"[\x20-\x7e\xa1-\ud7ff]*\Z")


@dataclass(frozen=True, slots=True)
class Style:
    """How a file is laid out: columns a mapping stands below its key, and a list below its key."""

    step: int = 2
    dash: int = 0

    @classmethod
    def of(cls, text: str, places: Places) -> Style:
        """The habits of a file, from its first nested mapping and its first list."""
        step = dash = -1
        for path, place in places.items():
            above = places.get(path[:-1]) if path else None
            if place.flow or above is None or above.key_start < 0 or above.line == above.key_line:
                continue
            if isinstance(path[-1], str) and step < 0:
                step = place.key_column - above.key_column
            elif isinstance(path[-1], int) and dash < 0:
                dash = above.column - above.key_column
        return cls(step if step > 0 else 2, dash if dash >= 0 else 0)

    def block(self, value: Any, column: int, listed: bool = False) -> str:
        """What follows a colon (or a dash, when `listed`) whose key (or dash) stands at `column`, from 0."""
        if isinstance(value, dict) and value:
            inner = column + (2 if listed else self.step)
            lines = [f"{written_key(name)}:{self.block(part, inner)}" for name, part in value.items()]
        elif isinstance(value, list) and value:
            inner = column + (2 if listed else self.dash)
            lines = [f"-{self.block(part, inner, True)}" for part in value]
        else:
            return f" {inline(value) if isinstance(value, dict | list) else scalar(value, column)}"
        pad = "\n" + " " * inner
        return (" " if listed else pad) + pad.join(lines)


def inline(value: Any) -> str:
    """A value on one line, fit for the inside of `{}` and `[]`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{inline(name)}: {inline(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    if isinstance(value, str):
        # What is bare on a line of its own may hold a comma or a bracket.
        return scalar(value) if _FLOW_SAFE.match(value) else quoted(value)
    return scalar(value)


def like(value: Any, place: Place, column: int) -> str:
    """A scalar or empty collection in the style of what it replaces, whose key or dash stands at `column`, from 0."""
    if isinstance(value, str) and place.style == "'" and _SINGLE_SAFE.match(value):
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, str) and place.style in ("'", '"'):
        return quoted(value)
    return inline(value) if place.flow or isinstance(value, dict | list) else scalar(value, column)


def wrapped(path: Path, value: Any) -> Any:
    """The value inside new mappings, one for each key of the path."""
    for part in reversed(path):
        value = {part: value}
    return value
