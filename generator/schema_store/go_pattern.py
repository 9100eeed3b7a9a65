"""Go regular expressions -> expressions that both Rust's and Python's engines run with the same meaning."""

from __future__ import annotations

import re
import warnings
from functools import lru_cache

_FLAGS = re.compile(r"\(\?([ims]+)\)")
_POSIX = {
    "alnum": "0-9A-Za-z", "alpha": "A-Za-z", "digit": "0-9", "lower": "a-z", "upper": "A-Z", "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f", "space": r"\t\n\v\f\r ", "blank": r"\t ", "punct": r"!-/:-@\[-`{-~",
}  # fmt: skip


@lru_cache(maxsize=4096)
def portable(pattern: str) -> str | None:
    """The pattern in the syntax both engines share, or None when there is no such form."""
    text = _scope_flags(pattern)
    for name, characters in sorted(_POSIX.items()):
        text = text.replace(f"[:{name}:]", characters)
    try:
        with warnings.catch_warnings():
            # Python warns where a later version may read a set differently; the pattern is then not portable.
            warnings.simplefilter("error")
            re.compile(text)
    except (re.error, Warning, RecursionError, OverflowError):
        return None
    return text


def _scope_flags(pattern: str) -> str:
    """Go lets `(?i)` stand anywhere and bind to the end of its group; Python only as a group of its own."""
    found = _FLAGS.search(pattern)
    while found:
        rest = pattern[found.end() :]
        end = _group_end(rest)
        pattern = f"{pattern[: found.start()]}(?{found[1]}:{rest[:end]}){rest[end:]}"
        found = _FLAGS.search(pattern)
    return pattern


def _group_end(text: str) -> int:
    """Where the group that `text` continues is closed; its length when it is never closed."""
    depth, in_set, position = 0, False, 0
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 1
        elif in_set:
            in_set = character != "]"
        elif character == "[":
            in_set = True
        elif character == "(":
            depth += 1
        elif character == ")":
            if depth == 0:
                return position
            depth -= 1
        position += 1
    return len(text)
