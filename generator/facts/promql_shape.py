"""Queries that differ in nothing but the values of their matchers: all of one shape are parsed once."""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.facts.promql_tree import (
    Aggregation,
    Binary,
    Call,
    Expression,
    Matcher,
    Parts,
    Selector,
    Subquery,
    Unary,
)

_STRING = re.compile(r"""([=~][ ]*)?"([^"\n]*)\"""")
_MARK = "\ue000"


def split(text: str) -> tuple[str, dict[str, str]]:
    """A text with marks for the values of its matchers, and the value behind each mark.

    Its strings have to be in double quotes and without escapes (see `promql_tokens.plain`).
    """
    pieces = _STRING.split(text)
    shape = [pieces[0]]
    values: dict[str, str] = {}
    for n in range(1, len(pieces), 3):
        sign, value = pieces[n] or "", pieces[n + 1]
        if sign and value:
            mark = f"{_MARK}{len(values)}"
            values[mark], value = value, mark
        shape.append(f'{sign}"{value}"{pieces[n + 2]}')
    return "".join(shape), values


def stands_for(parts: Parts, marks: int) -> bool:
    """Whether a shape holds whatever the values are: each is in a matcher, of a metric that is named.

    A selector without a name is refused or taken by what its matchers ask for.
    """
    matchers = [matcher for selector in parts.selectors for matcher in selector.matchers]
    named = all(selector.name and _MARK not in selector.name for selector in parts.selectors)
    return named and sum(matcher.value.startswith(_MARK) for matcher in matchers) == marks


def filled(node: Expression, values: Mapping[str, str]) -> Expression:
    """The expression of a shape with values for its marks."""
    if isinstance(node, Selector):
        matchers = tuple([Matcher(m.name, m.sign, values.get(m.value, m.value)) for m in node.matchers])
        return Selector(node.name, matchers, node.range, node.offset, node.at) if matchers else node
    if isinstance(node, Call):
        arguments = tuple([filled(argument, values) for argument in node.arguments])
        return Call(node.name, arguments, node.returns, node.experimental)
    if isinstance(node, Aggregation):
        parameter = None if node.parameter is None else filled(node.parameter, values)
        return Aggregation(node.name, filled(node.body, values), parameter, node.grouping, node.labels)
    if isinstance(node, Binary):
        left, right = filled(node.left, values), filled(node.right, values)
        return Binary(node.operator, left, right, node.bool, node.matching, node.labels, node.group, node.include)
    if isinstance(node, Subquery):
        return Subquery(filled(node.body, values), node.range, node.step, node.offset, node.at)
    return Unary(filled(node.body, values)) if isinstance(node, Unary) else node
