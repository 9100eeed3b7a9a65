"""The formula of KEDA's scalingModifiers, as far as names and brackets go.

Source: expr-lang.org language definition; kedacore/keda scaledobject_webhook.go, validateScalingModifiersFormula.
"""

from __future__ import annotations

import re
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)|(?P<number>[0-9][0-9_.]*(?:[eE][+-]?[0-9]+)?)"""
    r"""|(?P<name>[A-Za-z_$][A-Za-z0-9_$]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<member>\??\.)|(?P<other>\S)""",
)
_WORDS = frozenset(
    (
        "true",
        "false",
        "nil",
        "in",
        "not",
        "and",
        "or",
        "matches",
        "contains",
        "startsWith",
        "endsWith",
        "let",
        "if",
        "else",
    )
)
_PAIRS = {")": "(", "]": "[", "}": "{"}


@lru_cache(maxsize=256)
def problem(text: str) -> str:
    """What keeps a formula from being read, "" when brackets and quotes match and something stands in it."""
    opened: list[str] = []
    kinds: list[str] = []
    for found in _TOKEN.finditer(text):
        kind, token = str(found.lastgroup), found.group()
        kinds.append(kind)
        if kind == "open":
            opened.append(token)
        elif kind == "close" and (not opened or opened.pop() != _PAIRS[token]):
            return f"{token!r} closes nothing"
        elif kind == "other" and token in "\"'`":
            return f"{token} is not closed"
    if opened:
        return f"{opened[-1]!r} is not closed"
    if not kinds:
        return "it is empty"
    for before, after in zip(kinds, kinds[1:], strict=False):
        if {before, after} <= {"number", "text"}:
            return "two values stand beside each other"
    return ""


@lru_cache(maxsize=256)
def names(text: str) -> frozenset[str]:
    """The variables a formula reads: no functions, members, map keys, keywords or its own `let` names."""
    tokens = [(str(found.lastgroup), found.group()) for found in _TOKEN.finditer(text)]
    own = {after[1] for before, after in zip(tokens, tokens[1:], strict=False) if before == ("name", "let")}
    found = set()
    for n, (kind, token) in enumerate(tokens):
        before = tokens[n - 1][0] if n else ""
        after = tokens[n + 1][1] if n + 1 < len(tokens) else ""
        if kind != "name" or token in _WORDS or token in own or before == "member" or after == "(":
            continue
        found.add(token)
    return frozenset(found)
