"""How schemas, values and places are said to people."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from generator.model import Path

_TYPES = {
    "string": "a string",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "object": "a mapping",
    "array": "a list",
    "null": "null",
}
_SHOWN = 40
_LISTED = 12


def place(path: Path) -> str:
    """A path as people write it: `spec.containers[0].image`, in backquotes; the empty path is "the top level"."""
    if not path:
        return "the top level"
    text = ""
    for part in path:
        if isinstance(part, int):
            text += f"[{part}]"
        elif re.fullmatch(r"[A-Za-z_$][\w$-]*", part):
            text += f".{part}" if text else part
        else:
            text += f"[{json.dumps(clip(part), ensure_ascii=False)}]"
    return f"`{text}`"


def clip(text: str, limit: int = _SHOWN) -> str:
    """At most `limit` characters of a text, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 3] + "..."


def show(value: Any) -> str:
    """A scalar as it may stand in a message; containers are only named, never printed."""
    if isinstance(value, (dict, list)):
        return type_name(value)
    if isinstance(value, str):
        return f"`{clip(value)}`" if value.strip() else "an empty string"
    return f"`{clip(json.dumps(value))}`"


def json_type(value: Any) -> str:
    """The JSON Schema type of a value; an integer is not called a number."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "object" if isinstance(value, dict) else "array"


def type_name(value: Any) -> str:
    """The type of a value with its article."""
    return "a boolean" if isinstance(value, bool) else _TYPES[json_type(value)]


def type_names(types: Iterable[str]) -> str:
    """Wanted types as a phrase; null, being an absence, goes last and only when alone or with others asked for."""
    wanted = [t for t in ("object", "array", "string", "integer", "number", "boolean") if t in set(types)]
    if "number" in wanted and "integer" in wanted:
        wanted.remove("integer")
    return listed([_TYPES[t] for t in wanted] or ["null"], "or", quote=False)


def listed(items: Sequence[str], last: str = "and", *, quote: bool = True, limit: int = _LISTED) -> str:
    """Names as a phrase: `a`, `b` and `c`; beyond `limit` the rest is only counted."""
    shown = [f"`{clip(item)}`" if quote else item for item in items[:limit]]
    if len(items) > limit:
        shown.append(f"{len(items) - limit} more")
        last = "and"
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, or an empty text."""
    import difflib

    plain = {_plain(candidate): candidate for candidate in sorted(known, reverse=True)}
    wanted = _plain(name)
    if wanted in plain:
        return plain[wanted]
    close = difflib.get_close_matches(wanted, sorted(plain), n=1, cutoff=0.7)
    return plain[close[0]] if close else ""


def _plain(name: str) -> str:
    return re.sub(r"[-_. ]", "", name).lower()
