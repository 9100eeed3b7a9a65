"""Which values an expression can take, and which conditions can never or always hold."""

from __future__ import annotations

import math

import pytest

from generator.facts import promql
from generator.facts import promql_tree as tree
from generator.facts.promql_condition import conditional, constant
from generator.facts.promql_value import bounds, never, verdict

INF = math.inf


def read(text: str) -> tree.Expression:
    found = promql.parse(text)
    assert found is not None, promql.problem(text)
    return found


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("up", 0, 1),
        ("x", -INF, INF),
        ("x_total", 0, INF),
        ("rate(x[5m])", 0, INF),
        ("1 - avg(up)", 0, 1),
        ("100 * avg(up)", 0, 100),
        ("sum(up)", 0, INF),
        ("count(x)", 1, INF),
        ("clamp(x, 0, 10)", 0, 10),
        ("clamp_max(x, 10)", -INF, 10),
        ("x > bool 5", 0, 1),
        ("x > 5", 5, INF),
        ("5 < x", -INF, INF),
        ("up == 1", 1, 1),
        ("up or vector(7)", 0, 7),
        ("-up", -1, 0),
        ("hour()", 0, 23),
        ("rate(x[5m]) / rate(y[5m])", 0, INF),
        ("absent(x)", 1, 1),
        ("vector(3) * 2", 6, 6),
        ("quantile(2, up)", -INF, INF),
        ("histogram_quantile(0.9, x)", -INF, INF),
    ],
)
def test_bounds(text: str, low: float, high: float) -> None:
    found = bounds(read(text))
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("up > 1", False),
        ("up >= 1", None),
        ("up <= 1", True),
        ("count(x) > 0", True),
        ("count(x) == 0", False),
        ("rate(x[5m]) >= 0", True),
        ("rate(x[5m]) < 0", False),
        ("x > 1", None),
        ("up != 5", True),
        ("vector(1) == 1", True),
    ],
)
def test_a_comparison_that_always_or_never_holds(text: str, holds: bool | None) -> None:
    node = read(text)
    assert isinstance(node, tree.Binary)
    assert verdict(node) is holds


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("sum(up > 1) > 0", True),
        ("up > 1 or up == 0", False),
        ("up > 1 and x > 0", True),
        ("x > 0 unless up > 1", False),
        ("x == 0 and x > 0", True),
        ("x >= 5 and x <= 5", False),
        ("x > 5 and x < 5", True),
        ("x > 5 and y < 5", False),
        ("x == 0 and x{a='b'} > 0", False),
        ("absent(up > 1)", False),
    ],
)
def test_an_expression_that_gives_nothing_ever(text: str, dead: bool) -> None:
    assert (never(read(text)) is not None) is dead


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("up", False),
        ("up == 0", True),
        ("up == bool 0", False),
        ("sum(up == 0)", True),
        ("absent(up)", True),
        ("x unless y", True),
        ("x or y", False),
        ("ALERTS", True),
        ("job:x:bad", True),
        ("job:x:sum", False),
    ],
)
def test_whether_anything_filters(text: str, has: bool) -> None:
    known = {"job:x:bad": read("x > 1"), "job:x:sum": read("sum(x)")}
    assert conditional(read(text), known.get) is has


def test_constants_read_no_series() -> None:
    assert constant(read("vector(1)")) and not constant(read("up == 1"))
