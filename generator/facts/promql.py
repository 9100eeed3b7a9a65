"""PromQL read as Prometheus reads it, behind limits: the parser underneath can end the process on deep input.

Source: https://prometheus.io/docs/prometheus/latest/querying/basics/ and prometheus promql/parser.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from generator.facts import promql_tree as tree
from generator.facts import re2
from generator.facts.promql_place import place_of
from generator.facts.promql_tokens import DEPTH, Fault, scan, tokens
from generator.facts.promql_tree import Expression

__all__ = ["DEPTH", "EMPTY_SELECTOR", "Fault", "fault", "parse", "problem", "read", "where"]

_SIGNS = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}
_TYPES = {"Vector": "vector", "Scalar": "scalar", "Matrix": "matrix", "String": "string"}
EMPTY_SELECTOR = "non-empty matcher"
"""Part of what is said about a selector that would match everything."""

_REGEX = "illegal regex for "
_HIDDEN = 16
_RENAMED = "holt_winters"
"""What double_exponential_smoothing was called before Prometheus 3; the parser knows the new name alone."""


@lru_cache(maxsize=16384)
def read(text: str) -> tuple[Expression | None, Fault | None]:
    """An expression, or what is wrong with its text."""
    fault = scan(text)
    if fault is not None:
        return None, fault
    expression, fault = _parsed(_todays(text))
    fault = fault or _alternatives(text)
    if fault is None and expression is not None:
        fault = _patterns(text, expression)
    return (None, fault) if fault else (expression, None)


def parse(text: str) -> Expression | None:
    """The expression of a text; None when it cannot be read (see `problem`)."""
    return read(text)[0]


def fault(text: str) -> Fault | None:
    """What keeps a text from being read, with its place."""
    return read(text)[1]


def problem(text: str) -> str | None:
    """What keeps a text from being read, with line and column inside it where they can be told; None when it reads."""
    found = fault(text)
    if found is None:
        return None
    return found.message if found.place is None else f"{found.message} ({where(text, found.place)})"


def where(text: str, place: int) -> str:
    """A place in a text for people: its column, and its line when there are several."""
    line = text.count("\n", 0, place) + 1
    column = place - (text.rfind("\n", 0, place) + 1) + 1
    return f"line {line}, column {column}" if "\n" in text.strip("\n") else f"column {column}"


def _parsed(text: str) -> tuple[Expression | None, Fault | None]:
    """What the parser underneath says; expressions that only its regex engine refuses are read by our own."""
    import promql_parser

    hidden: dict[str, str] = {}
    while True:
        try:
            return _node(promql_parser.parse(text), hidden), None
        except ValueError as error:
            message = str(error)
        place = place_of(text, message)
        pattern = message.removeprefix(_REGEX)
        if pattern == message or place is None or len(hidden) >= _HIDDEN or re2.problem(pattern):
            return None, _told(text, message, place)
        stand_in = f"hidden-{len(hidden)}"
        hidden[stand_in] = pattern
        length = next(len(token.text) for token in tokens(text) if token.place == place)
        text = f'{text[:place]}"{stand_in}"{text[place + length :]}'


def _told(text: str, message: str, place: int | None) -> Fault:
    """A fault in words that say what stands there."""
    if message.startswith(_REGEX):
        pattern = message.removeprefix(_REGEX)
        message = f"the regular expression `{pattern}` is not RE2: {re2.problem(pattern) or 'it is not valid'}"
    elif message == "invalid promql query" and place is not None:
        word = next((token.text for token in tokens(text) if token.place == place), "")
        message = f"unexpected `{word}`" if word else "the query ends too early"
    return Fault(message, place)


def _todays(text: str) -> str:
    if _RENAMED not in text:
        return text
    for token in reversed(tokens(text)):
        if token.kind == "name" and token.text == _RENAMED:
            rest = text[token.place + len(_RENAMED) :]
            text = f"{text[: token.place]}double_exponential_smoothing{rest}"
    return text


def _alternatives(text: str) -> Fault | None:
    """`or` between matchers, which another database of the same language allows."""
    depth = 0
    for token in tokens(text):
        depth += (token.text == "{") - (token.text == "}")
        if depth and token.kind == "name" and token.text == "or":
            return Fault("Prometheus knows no `or` between label matchers", token.place)
    return None


def _patterns(text: str, expression: Expression) -> Fault | None:
    """Regular expressions that Go refuses though the parser underneath, with another engine, takes them."""
    patterns = [m.value for s in tree.selectors(expression) for m in s.matchers if m.sign in ("=~", "!~")]
    for node in tree.walk(expression):
        if isinstance(node, tree.Call) and node.name == "label_replace" and isinstance(node.arguments[-1], tree.Text):
            patterns.append(node.arguments[-1].value)
    for pattern in patterns:
        if re2.problem(pattern):
            message = f"{_REGEX}{pattern}"
            return _told(text, message, place_of(text, message))
    return None


def _seconds(value: timedelta | None) -> float:
    return value.total_seconds() if value is not None else 0.0


def _at(node: Any) -> str:
    if node.at is None:
        return ""
    return {"Start": "start", "End": "end"}.get(_word(node.at.type), "time")


def _word(member: Any) -> str:
    return str(member).rpartition(".")[2]


def _node(found: Any, hidden: Mapping[str, str]) -> Expression:
    match type(found).__name__:
        case "NumberLiteral":
            return tree.Number(found.val)
        case "StringLiteral":
            return tree.Text(found.val)
        case "ParenExpr":
            return _node(found.expr, hidden)
        case "UnaryExpr":
            return _turned(_node(found.expr, hidden))
        case "VectorSelector":
            return _selector(found, None, hidden)
        case "MatrixSelector":
            return _selector(found.vector_selector, _seconds(found.range), hidden)
        case "SubqueryExpr":
            step = None if found.step is None else _seconds(found.step)
            return tree.Subquery(
                _node(found.expr, hidden), _seconds(found.range), step, _seconds(found.offset), _at(found)
            )
        case "Call":
            function = found.func
            arguments = tuple(_node(argument, hidden) for argument in found.args)
            returns = _TYPES[_word(function.return_type)]
            return tree.Call(function.name, arguments, returns, bool(function.experimental))
        case "AggregateExpr":
            grouping, labels = "", ()
            if found.modifier is not None:
                grouping, labels = _word(found.modifier.type).lower(), tuple(found.modifier.labels)
            parameter = None if found.param is None else _node(found.param, hidden)
            return tree.Aggregation(str(found.op), _node(found.expr, hidden), parameter, grouping, labels)
    return _binary(found, hidden)


def _turned(body: Expression) -> Expression:
    return tree.Number(-body.value) if isinstance(body, tree.Number) else tree.Unary(body)


def _selector(found: Any, span: float | None, hidden: Mapping[str, str]) -> tree.Selector:
    name = found.name or ""
    rows = [tree.Matcher(m.name, _SIGNS[_word(m.op)], hidden.get(m.value, m.value)) for m in found.matchers.matchers]
    if not name:
        name = next((row.value for row in rows if row.name == "__name__" and row.sign == "="), "")
        rows = [row for row in rows if not (row.name == "__name__" and row.sign == "=" and row.value == name)]
    return tree.Selector(name, tuple(rows), span, _seconds(found.offset), _at(found))


def _binary(found: Any, hidden: Mapping[str, str]) -> tree.Binary:
    left, right, operator = _node(found.lhs, hidden), _node(found.rhs, hidden), str(found.op)
    modifier = found.modifier
    if modifier is None:
        return tree.Binary(operator, left, right)
    matching, labels = "", ()
    if modifier.matching is not None:
        matching = "on" if _word(modifier.matching.type) == "Include" else "ignoring"
        labels = tuple(modifier.matching.labels)
    group = {"ManyToOne": "left", "OneToMany": "right"}.get(_word(modifier.card), "")
    include = tuple(modifier.group_labels or ())
    return tree.Binary(operator, left, right, bool(modifier.return_bool), matching, labels, group, include)
