"""Schema patterns in Python's `re`."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=4096)
def searcher(pattern: str) -> Callable[[str], bool]:
    """Whether a text contains a match of `pattern` (ECMA 262 dialect). Raises ValueError when it cannot be read."""
    try:
        compiled = re.compile(translate(pattern), re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"invalid pattern: {error}") from error
    return lambda text: compiled.search(text) is not None


def translate(pattern: str) -> str:
    """The pattern in Python's dialect: `$` is the very end, not the place before a last newline."""
    out: list[str] = []
    in_class = False
    position = 0
    while position < len(pattern):
        char = pattern[position]
        if char == "\\":
            out.append(pattern[position : position + 2])
            position += 2
            continue
        if char == "[" and not in_class:
            in_class = True
        elif char == "]" and in_class:
            in_class = False
        out.append(r"\Z" if char == "$" and not in_class else char)
        position += 1
    return "".join(out)
