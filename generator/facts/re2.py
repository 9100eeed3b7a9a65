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


def disjoint(one: str, other: str) -> bool:
    """Whether no text matches both expressions; False also where that cannot be told."""
    first, second = _read(one)[0], _read(other)[0]
    if first is None or second is None:
        return False
    begins, others = _begins(first)[0], _begins(second)[0]
    return not any(a.startswith(b) or b.startswith(a) for a in begins for b in others)


def _begins(node: syntax.Node) -> tuple[list[str], bool]:
    """What every match begins with, one of these texts; and whether such a text is the whole match."""
    match node:
        case syntax.Literal(character=character, fold=False):
            return [character], True
        case syntax.Set(ranges=ranges, negated=False, fold=False) if sum(b - a + 1 for a, b in ranges) <= 16:
            return [chr(code) for low, high in ranges for code in range(low, high + 1)], True
        case syntax.Choice(options=options):
            found = [_begins(option) for option in options]
            texts_ = [text for some, _ in found for text in some]
            return (texts_, all(whole for _, whole in found)) if len(texts_) <= _MOST else ([""], False)
        case syntax.Repeat(body=body, least=least) if least > 0:
            return _begins(body)[0], False
        case syntax.Sequence(parts=parts):
            return _begins_of(parts)
        case syntax.Edge(kind="start" | "end"):
            return [""], True
    return [""], False


def _begins_of(parts: tuple[syntax.Node, ...]) -> tuple[list[str], bool]:
    begins = [""]
    for part in parts:
        some, whole = _begins(part)
        if len(begins) * len(some) > _MOST:
            return begins, False
        begins = [text + more for text in begins for more in some]
        if not whole:
            return begins, False
    return begins, True


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
