"""Schema patterns without a linear-time engine: Python's `re` where it cannot run away, else our own automaton."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from generator.schema_store.automaton import DOT, Unsupported, compile_automaton

_SHORT = 64
"""Characters up to which Python's `re` is safe with a pattern that nests no repetition in another."""
_NESTED = re.compile(r"[*+}][^()]*\)[*+{]|\)[*+{?][^()]*\)[*+{]")


@lru_cache(maxsize=4096)
def searcher(pattern: str) -> Callable[[str], bool]:
    """Whether a text contains a match of `pattern` (ECMA 262 dialect). Raises ValueError when it cannot be read."""
    try:
        compiled = re.compile(_python_dialect(pattern), re.ASCII)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"invalid pattern: {error}") from error
    nested = _NESTED.search(pattern) is not None

    def found(text: str) -> bool:
        if len(text) <= _SHORT and not nested:
            return compiled.search(text) is not None
        try:
            return compile_automaton(pattern).search(text)
        except Unsupported:
            # Look-around and back references: judged only where they cannot run away.
            return nested or len(text) > 4096 or compiled.search(text) is not None

    return found


def _python_dialect(pattern: str) -> str:
    """The pattern with `$` as the very end, not the place before a last newline, and `.` as ECMA 262 has it."""
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
        out.append(char if in_class else {"$": r"\Z", ".": DOT}.get(char, char))
        position += 1
    return "".join(out)
