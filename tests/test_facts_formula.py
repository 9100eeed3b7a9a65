"""Formulas of scalingModifiers: brackets, quotes and names."""

from __future__ import annotations

import pytest

from generator.facts.formula import names, problem


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a + b", ""),
        ("(a + b", "`(` is not closed"),
        ("a + b)", "`)` closes nothing"),
        ("[a, b)", "`)` closes nothing"),
        ("a > 1 ? 'x' : \"y\"", ""),
        ("a + 'x", "' is not closed"),
        ("  ", "it is empty"),
        ("a + 1 2", "two values stand beside each other"),
        ("a +", "nothing follows `+`"),
        ("* a", "nothing stands before `*`"),
        ("a b", "`b` follows `a`"),
        ("a > 1 ? 2", "a `?` has no `:`"),
        ("(a > 1 ? 2)", "a `?` has no `:`"),
        ("a & b", "`&` means nothing here"),
        ("maxx(a, b)", "there is no function `maxx`, did you mean `max`?"),
        ("a.", "nothing follows `.`"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, told: str) -> None:
    assert problem(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "-a - -b",
        "not a and !b ? 1 : 0",
        "a not in [1, 2] ? a : b",
        "a in 1..3 ? 1 : 2",
        "float(a ?? 0) ** 2",
        "count([a, b], {# > 1}) > 1 ? 5 : 0",
        "filter([a, b], # > 1)[0]",
        "[a, b][1:] | sum()",
        "reduce([a, b], #acc + #, 0)",
        "a > 1 ? (b > 1 ? 1 : 2) : 3",
        "let x = a; let y = b; x * y",
        '{"x": a}.x + {y: b}["y"]',
        "a // the load\n + b /* the queue */",
        "if a > 1 { a } else { b }",
    ],
)
def test_what_the_language_has_is_read(text: str) -> None:
    assert problem(text) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("load", {"load"}),
        ("max(load, queue) + 1", {"load", "queue"}),
        ("load > 5 and not false ? load : 0", {"load"}),
        ("let x = load * 2; x + queue", {"load", "queue"}),
        ("load.value", {"load"}),
        ("my-queue", {"my", "queue"}),
        ("'load'", set()),
    ],
)
def test_the_names_a_formula_reads(text: str, expected: set[str]) -> None:
    assert names(text) == expected
