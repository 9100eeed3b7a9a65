"""Regular expressions as Go's regexp package (RE2) reads them, matched in time linear in the text.

Source: https://github.com/google/re2/wiki/Syntax and https://pkg.go.dev/regexp/syntax. Prometheus and Alertmanager
anchor every expression at both ends.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product

from generator.facts import re2_syntax as syntax
from generator.facts.re2_match import full_match

_MOST = 256
"""How many texts an expression may stand for to be written out."""


@lru_cache(maxsize=4096)
def _read(pattern: str) -> tuple[syntax.Node | None, str]:
    try:
        return syntax.parse(pattern), ""
    except syntax.Refused as refused:
        return None, str(refused)


def problem(pattern: str) -> str:
    """Why Go refuses an expression, "" when it takes it."""
    return _read(pattern)[1]


@lru_cache(maxsize=8192)
def matches(pattern: str, text: str) -> bool:
    """Whether the whole text matches. False for an expression that Go refuses."""
    node = _read(pattern)[0]
    return node is not None and full_match(node, text)


@lru_cache(maxsize=4096)
def texts(pattern: str) -> tuple[str, ...] | None:
    """Every text an expression matches, in the order it names them; None when they are too many to write out."""
    node = _read(pattern)[0]
    found = None if node is None else _texts(node)
    return None if found is None else tuple(dict.fromkeys(found))


def everything(pattern: str) -> bool:
    """Whether an expression matches any text (`.*` and its like)."""
    return pattern in (".*", "(.*)", "^.*$", "(?s:.*)", "(?s).*", ".*.*", "|.+", ".+|")


def _texts(node: syntax.Node) -> list[str] | None:
    match node:
        case syntax.Literal(character=character, fold=fold):
            return [character] if not fold or character.lower() == character.upper() else None
        case syntax.Set(ranges=ranges, negated=False) if sum(high - low + 1 for low, high in ranges) <= 16:
            return [chr(code) for low, high in ranges for code in range(low, high + 1)]
        case syntax.Sequence(parts=parts):
            return _joined([_texts(part) for part in parts])
        case syntax.Choice(options=options):
            found = [_texts(option) for option in options]
            if any(one is None for one in found) or sum(len(one or ()) for one in found) > _MOST:
                return None
            return [text for one in found for text in one or ()]
        case syntax.Repeat(body=body, least=0, most=1):
            once = _texts(body)
            return None if once is None else [*once, ""]
        case syntax.Edge(kind="start" | "end"):
            return [""]
    return None


def _joined(parts: list[list[str] | None]) -> list[str] | None:
    size = 1
    for part in parts:
        if part is None:
            return None
        size *= max(1, len(part))
        if size > _MOST:
            return None
    return ["".join(row) for row in product(*(part or () for part in parts))]
