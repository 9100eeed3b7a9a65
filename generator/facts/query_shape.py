"""The outer shape of a PromQL query, as far as brackets and operators tell: enough to know what KEDA gets back.

Source: https://prometheus.io/docs/prometheus/latest/querying/operators/
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)|(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`)"""
    r"""|(?P<number>[0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?(?:[a-z]+)?|\.[0-9]+)"""
    r"""|(?P<name>[A-Za-z_:][A-Za-z0-9_:]*)|(?P<open>[(\[{])|(?P<close>[)\]}])"""
    r"""|(?P<operator>==|!=|<=|>=|=~|!~|[-+*/%^<>=@,])|(?P<other>\S)"""
)
_PAIRS = {")": "(", "]": "[", "}": "{"}
AGGREGATIONS = frozenset(
    ("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "quantile", "topk", "bottomk", "count_values")
)
SINGLE = frozenset(("vector", "absent", "absent_over_time"))
_WORDS = frozenset(("and", "or", "unless", "atan2"))
_ARITHMETIC = frozenset(("+", "-", "*", "/", "%", "^", "==", "!=", "<=", ">=", "<", ">"))


@dataclass(frozen=True)
class Shape:
    """What stands outermost: `call` (a function or aggregation by `name`), `binary` (`name` is the operator that binds
    loosest), `scalar`, `range`, `text` or `selector`.

    `many` where several series are to be expected: labels are kept all the way up. Unknown counts as not many.
    """

    kind: str
    name: str = ""
    many: bool = False


Token = tuple[str, str]


@lru_cache(maxsize=512)
def problem(text: str) -> str:
    """What keeps a query from being read, "" when brackets and quotes match."""
    opened: list[str] = []
    empty = True
    for kind, token in _tokens(text):
        empty = False
        if kind == "open":
            opened.append(token)
        elif kind == "close" and (not opened or opened.pop() != _PAIRS[token]):
            return f"{token!r} closes nothing"
        elif kind == "other" and token in "\"'`":
            return f"{token} is not closed"
    if empty:
        return "it is empty"
    return f"{opened[-1]!r} is not closed" if opened else ""


@lru_cache(maxsize=512)
def shape(text: str) -> Shape:
    """The outer shape of a query without `problem`."""
    return _shape(_tokens(text))


def _tokens(text: str) -> list[Token]:
    found = ((str(match.lastgroup), match.group()) for match in _TOKEN.finditer(text))
    return [token for token in found if token[0] != "comment"]


def _shape(tokens: list[Token]) -> Shape:
    tokens = _unwrapped(tokens)
    if tokens and tokens[0][1] in ("-", "+"):
        return _shape(tokens[1:])
    place = _loosest(tokens)
    if place is None:
        return _operand(tokens)
    sides = [_shape(tokens[:place]), _shape(_without_matching(tokens[place + 1 :]))]
    vectors = [side for side in sides if side.kind != "scalar"]
    if not vectors:
        return Shape("scalar")
    return Shape("binary", tokens[place][1], all(side.many for side in vectors))


def _operand(tokens: list[Token]) -> Shape:
    if not tokens:
        return Shape("text")
    kind, first = tokens[0]
    if kind in ("number", "text"):
        return Shape("scalar" if kind == "number" else "text")
    if tokens[-1][1] == "]":
        return Shape("range")
    if kind == "name" and len(tokens) > 1 and first in AGGREGATIONS:
        return Shape("call", first, _grouped(tokens) or first in ("topk", "bottomk", "count_values"))
    if kind == "name" and len(tokens) > 1 and tokens[1][1] == "(":
        if first in ("scalar", "time", "pi"):
            return Shape("scalar")
        aggregated = any(token[0] == "name" and token[1] in AGGREGATIONS for token in tokens)
        return Shape("call", first, not aggregated and first not in SINGLE)
    return Shape("selector", many=True)


def _grouped(tokens: list[Token]) -> bool:
    """Whether an aggregation says by (something) or without."""
    depth = 0
    for n, (kind, token) in enumerate(tokens):
        depth += (kind == "open") - (kind == "close")
        if depth == 0 and token == "without":
            return True
        if depth == 0 and token == "by":
            return [one[1] for one in tokens[n + 1 : n + 3]] != ["(", ")"]
    return False


def _unwrapped(tokens: list[Token]) -> list[Token]:
    while len(tokens) > 1 and tokens[0][1] == "(" and _closing(tokens) == len(tokens) - 1:
        tokens = tokens[1:-1]
    return tokens


def _closing(tokens: list[Token]) -> int:
    depth = 0
    for n, (kind, _) in enumerate(tokens):
        depth += (kind == "open") - (kind == "close")
        if depth == 0:
            return n
    return -1


_BINDING = (
    ("or",),
    ("and", "unless"),
    ("==", "!=", "<=", ">=", "<", ">"),
    ("+", "-"),
    ("*", "/", "%", "atan2"),
    ("^",),
)


def _loosest(tokens: list[Token]) -> int | None:
    """Where the outermost operator stands: the last of those that bind loosest."""
    outer: list[tuple[int, str]] = []
    depth = 0
    for n, (kind, token) in enumerate(tokens):
        depth += (kind == "open") - (kind == "close")
        infix = token in _WORDS or (token in _ARITHMETIC and n and tokens[n - 1][0] in ("close", "name", "number"))
        if depth == 0 and kind != "close" and infix and n and tokens[n - 1][1] not in ("offset", "bool", "@"):
            outer.append((n, token))
    for group in _BINDING:
        places = [n for n, token in outer if token in group]
        if places:
            return places[-1]
    return None


def _without_matching(tokens: list[Token]) -> list[Token]:
    """The right side without `bool`, `on (...)` and `group_left (...)`."""
    while tokens and tokens[0][1] in ("bool", "on", "ignoring", "group_left", "group_right"):
        tokens = tokens[1:]
        if tokens and tokens[0][1] == "(" and (end := _closing(tokens)) < len(tokens) - 1:
            tokens = tokens[end + 1 :]
    return tokens
