"""Matchers that stay true of a result's labels, and whether two sets of them exclude each other."""

from __future__ import annotations

import pytest

from generator.facts.promql import parse
from generator.facts.promql_asked import asked, exclusive


def told(text: str) -> list[str]:
    """The matchers an expression's result satisfies, written out."""
    expression = parse(text)
    assert expression is not None, text
    return [str(matcher) for matcher in asked(expression)]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ('x{a="1", b=~"c.*"}', ['a="1"', 'b=~"c.*"']),
        ('rate(x{a="1"}[5m])', ['a="1"']),
        ('-x{a="1"}', ['a="1"']),
        ('sum(x{a="1"})', []),
        ('sum by (a) (x{a="1", b="2"})', ['a="1"']),
        ('sum without (a) (x{a="1", b="2"})', ['b="2"']),
        ('topk(3, x{a="1"})', ['a="1"']),
        ('count_values by (a) ("a", x{a="1"})', []),
        ('label_replace(x{a="1", b="2"}, "a", "$1", "b", "(.*)")', ['b="2"']),
        ('histogram_quantile(0.9, x_bucket{a="1", le="2"})', ['a="1"']),
        ('absent(x{a="1"})', []),
        ('x{a="1"} or x{a="2"}', []),
        ('x{a="1"} and y{b="2"}', ['a="1"']),
        ('x{a="1"} > 5', ['a="1"']),
        ('5 < x{a="1"}', ['a="1"']),
        ('x{a="1", c="2"} / on (a, b) y{b="3", d="4"}', ['a="1"', 'b="3"']),
        ('x{a="1"} / ignoring (a) y{b="3"}', ['b="3"']),
        ('x{a="1", c="2"} * on (a) group_left (c) y{c="3"}', ['a="1"']),
        ("1 + 1", []),
        ("vector(1)", []),
    ],
)
def test_what_a_result_satisfies(text: str, known: list[str]) -> None:
    assert told(text) == known


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ('x{a="1"}', 'x{a="2"}', True),
        ('x{a="1"}', 'x{a!="1"}', True),
        ('x{a=~"2.."}', 'x{a=~"3.."}', True),
        ('x{a=~"2.."}', 'x{a!~"2.."}', True),
        ('x{a=~"GET|LIST"}', 'x{a=~"PUT|POST"}', True),
        ('x{a=~"2.."}', 'x{a=~"2.*"}', False),
        ('x{a=~"2.."}', 'x{b=~"3.."}', False),
        ("x", 'x{a="1"}', False),
    ],
)
def test_matchers_that_exclude_each_other(one: str, other: str, apart: bool) -> None:
    first, second = parse(one), parse(other)
    assert first is not None and second is not None
    assert exclusive(asked(first), asked(second)) is apart
    assert exclusive(asked(second), asked(first)) is apart
