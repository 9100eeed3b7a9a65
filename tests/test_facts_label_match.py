"""Sets of matchers: contradictions, implications, and which alerts they take."""

from __future__ import annotations

import re

import pytest

from generator.facts.label_match import contradiction, holds, implies, takes, values
from generator.facts.promql_labels import Labels
from generator.facts.promql_tree import Matcher


def read(text: str) -> tuple[Matcher, ...]:
    """`a=1 b=~x|y` as matchers."""
    found = []
    for part in text.split():
        match = re.fullmatch(r"(\w+)(=~|!~|!=|=)(.*)", part)
        assert match is not None, part
        found.append(Matcher(match[1], match[2], match[3]))
    return tuple(found)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("a=1 a=2", "a"),
        ("a=1 a!=1", "a"),
        ("a=1 a=~2|3", "a"),
        ("b=1 a=~x|y a!~x.* a!=y", "a"),
        ("a=~.+ a=", "a"),
        ("a=1 a=~1|2", ""),
        ("a=~x.* a=~y.*", ""),
        ("a=1 b=2", ""),
        ("a= b=2", ""),
    ],
)
def test_contradictions(text: str, label: str) -> None:
    assert contradiction(read(text)) == label


@pytest.mark.parametrize(
    ("narrow", "wide", "answer"),
    [
        ("a=1 b=2", "a=1", True),
        ("a=1", "a=1 b=2", False),
        ("a=1", "", True),
        ("", "a=1", False),
        ("", "a=~.*", True),
        ("a=x", "a=~x|y", True),
        ("a=~x|y", "a=~x|y|z", True),
        ("a=~x|y|z", "a=~x|y", False),
        ("a=x", "a!=y", True),
        ("a=x", "b=", False),
        ("a=~x.*", "a=~x.*", True),
        ("a=~xy.*", "a=~x.*", False),
    ],
)
def test_which_set_takes_all_that_the_other_takes(narrow: str, wide: str, answer: bool) -> None:
    assert implies(read(narrow), read(wide)) is answer


def test_a_label_that_is_not_there_is_empty() -> None:
    assert holds(Matcher("a", "=", ""), "") and holds(Matcher("a", "!=", "x"), "")
    assert not holds(Matcher("a", "=~", ".+"), "")
    assert values(read("a=~x|y a!=x"), "a") == ("y",)
    assert values(read("a=~x.*"), "a") is None


def test_which_alerts_are_taken() -> None:
    labels = Labels({"a": "1", "b": None}, frozenset({"c"}))
    told = [
        takes(read(text), labels) for text in ("a=1", "a=2", "b=1", "c=1", "d=1", "d=", "a=1 c=2", "a=2 c=2", "b=~.*")
    ]
    assert told == [True, False, None, None, False, True, None, False, True]
