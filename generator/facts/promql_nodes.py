"""From the nodes of the parser underneath to our own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from generator.facts import promql_tree as tree
from generator.facts.promql_tree import Expression

_SIGNS = {"MatchOp.Equal": "=", "MatchOp.NotEqual": "!=", "MatchOp.Re": "=~", "MatchOp.NotRe": "!~"}
_TYPES = {"Vector": "vector", "Scalar": "scalar", "Matrix": "matrix", "String": "string"}


class Alternatives(ValueError):
    """A selector has `or` between its matchers."""


def node(found: Any, hidden: Mapping[str, str]) -> Expression:
    """Our node for one of the parser's; `hidden` gives the patterns that stand-ins in the text are for."""
    make = _MAKE.get(type(found).__name__)
    return make(found, hidden) if make is not None else _binary(found, hidden)


def _number(found: Any, _hidden: Mapping[str, str]) -> Expression:
    return tree.Number(found.val)


def _text(found: Any, _hidden: Mapping[str, str]) -> Expression:
    return tree.Text(found.val)


def _inside(found: Any, hidden: Mapping[str, str]) -> Expression:
    return node(found.expr, hidden)


def _turned(found: Any, hidden: Mapping[str, str]) -> Expression:
    body = node(found.expr, hidden)
    return tree.Number(-body.value) if isinstance(body, tree.Number) else tree.Unary(body)


def _instant(found: Any, hidden: Mapping[str, str]) -> Expression:
    return _selector(found, None, hidden)


def _range(found: Any, hidden: Mapping[str, str]) -> Expression:
    return _selector(found.vector_selector, _seconds(found.range), hidden)


def _subquery(found: Any, hidden: Mapping[str, str]) -> Expression:
    step = None if found.step is None else _seconds(found.step)
    return tree.Subquery(node(found.expr, hidden), _seconds(found.range), step, _seconds(found.offset), _at(found))


def _call(found: Any, hidden: Mapping[str, str]) -> Expression:
    function = found.func
    arguments = tuple([node(argument, hidden) for argument in found.args])
    return tree.Call(function.name, arguments, _TYPES[_word(function.return_type)], bool(function.experimental))


def _aggregation(found: Any, hidden: Mapping[str, str]) -> Expression:
    grouping, labels, modifier = "", (), found.modifier
    if modifier is not None:
        grouping, labels = _word(modifier.type).lower(), tuple(modifier.labels)
    parameter = None if found.param is None else node(found.param, hidden)
    return tree.Aggregation(str(found.op), node(found.expr, hidden), parameter, grouping, labels)


def _selector(found: Any, span: float | None, hidden: Mapping[str, str]) -> tree.Selector:
    name, matchers = found.name or "", found.matchers
    if matchers.or_matchers:
        raise Alternatives
    rows = [tree.Matcher(m.name, _SIGNS[str(m.op)], m.value) for m in matchers.matchers]
    if hidden:
        rows = [tree.Matcher(row.name, row.sign, hidden.get(row.value, row.value)) for row in rows]
    if not name:
        name = next((row.value for row in rows if row.name == "__name__" and row.sign == "="), "")
        rows = [row for row in rows if not (row.name == "__name__" and row.sign == "=" and row.value == name)]
    return tree.Selector(name, tuple(rows), span, _seconds(found.offset), _at(found))


def _binary(found: Any, hidden: Mapping[str, str]) -> tree.Binary:
    left, right, operator = node(found.lhs, hidden), node(found.rhs, hidden), str(found.op)
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


def _seconds(value: timedelta | None) -> float:
    return value.total_seconds() if value is not None else 0.0


def _at(found: Any) -> str:
    at = found.at
    return "" if at is None else {"Start": "start", "End": "end"}.get(_word(at.type), "time")


def _word(member: Any) -> str:
    return str(member).rpartition(".")[2]


_MAKE = {
    "NumberLiteral": _number,
    "StringLiteral": _text,
    "ParenExpr": _inside,
    "UnaryExpr": _turned,
    "VectorSelector": _instant,
    "MatrixSelector": _range,
    "SubqueryExpr": _subquery,
    "Call": _call,
    "AggregateExpr": _aggregation,
}
