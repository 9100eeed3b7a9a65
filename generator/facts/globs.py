"""Globs as Argo CD matches them.

Source: argo-cd util/glob and pkg/apis/application/v1alpha1/app_project_types.go (globMatch), with gobwas/glob's syntax.
"""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=4096)
def _compiled(pattern: str, separator: str) -> re.Pattern[str] | None:
    """The glob as a regular expression; None when it does not compile, which matches nothing."""
    try:
        return re.compile(_expression(pattern, separator), re.DOTALL)
    except re.error:
        return None


def _expression(pattern: str, separator: str) -> str:
    one = f"[^{re.escape(separator)}]" if separator else "."
    out, depth, n = "", 0, 0
    while n < len(pattern):
        char = pattern[n]
        n += 1
        if char == "\\" and n < len(pattern):
            out += re.escape(pattern[n])
            n += 1
        elif char == "*":
            double = pattern[n : n + 1] == "*"
            n += 1 if double else 0
            out += ".*" if double else f"{one}*"
        elif char == "?":
            out += one
        elif char == "[" and "]" in pattern[n:]:
            end = pattern.index("]", n)
            inside = pattern[n:end].replace("\\", "\\\\")
            out += f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
            n = end + 1
        elif char == "{":
            out, depth = out + "(?:", depth + 1
        elif char == "}" and depth:
            out, depth = out + ")", depth - 1
        elif char == "," and depth:
            out += "|"
        else:
            out += re.escape(char)
    return out


def matches(pattern: str, text: str, separator: str = "") -> bool:
    """Whether a glob stands for the text; with a separator, `*` ends there and `**` does not."""
    if pattern in ("*", text):
        return True
    compiled = _compiled(pattern, separator)
    return compiled is not None and compiled.fullmatch(text) is not None


def denies(pattern: str) -> bool:
    """Whether a pattern of an AppProject takes away: it begins with `!`."""
    return pattern.startswith("!")


def permits(pattern: str, text: str, separator: str = "") -> bool:
    """Whether an AppProject's pattern lets the text pass; one that denies lets everything else pass."""
    return not matches(pattern[1:], text, separator) if denies(pattern) else matches(pattern, text, separator)
