"""What rules yield: a check about pairs tells each field once."""

from __future__ import annotations

from collections.abc import Iterator

from generator.rules.problem import Problem, once_a_field


@once_a_field
def check(*problems: Problem) -> Iterator[Problem]:
    yield from problems


def test_the_first_problem_of_a_field_stands_for_all() -> None:
    port, name = ("spec", "port"), ("spec", "name")
    told = list(check(Problem("a", port), Problem("b", name), Problem("c", port, fix="mend"), Problem("d", port)))
    assert told == [Problem("a (and 2 more like this)", port), Problem("b", name)]


def test_another_severity_is_told_for_itself() -> None:
    told = list(check(Problem("a"), Problem("b", severity="unverifiable")))
    assert [problem.message for problem in told] == ["a", "b"]


def test_nothing_is_made_of_nothing() -> None:
    assert list(check()) == []
