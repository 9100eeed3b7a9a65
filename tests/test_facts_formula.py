"""Formulas of scalingModifiers: brackets, quotes and names."""

from __future__ import annotations

import pytest

from generator.facts.formula import names, problem


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a + b", ""),
        ("(a + b", "'(' is not closed"),
        ("a + b)", "')' closes nothing"),
        ("[a, b)", "')' closes nothing"),
        ("a > 1 ? 'x' : \"y\"", ""),
        ("a + 'x", "' is not closed"),
        ("  ", "it is empty"),
        ("a + 1 2", "two values stand beside each other"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, told: str) -> None:
    assert problem(text) == told


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
