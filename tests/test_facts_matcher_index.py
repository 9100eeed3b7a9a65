"""Matchers found by the values they want, against comparing each alert with everything."""

from __future__ import annotations

import random

from generator.facts.label_match import takes
from generator.facts.matcher_index import MatcherIndex
from generator.facts.promql_labels import Labels
from generator.facts.promql_tree import Matcher

CRITICAL, WARNING = Matcher("severity", "=", "critical"), Matcher("severity", "=", "warning")
TEAM, PATTERN, BARE = Matcher("team", "=", "a"), Matcher("severity", "=~", "crit.*"), Matcher("team", "=", "")
INDEX = MatcherIndex(
    [("critical", (CRITICAL,)), ("team", (TEAM,)), ("both", (CRITICAL, TEAM)), ("pattern", (PATTERN,)), ("all", ())]
)


def test_what_may_take_an_alert_comes_in_order_with_whether_it_surely_does() -> None:
    labels = Labels({"severity": "critical", "team": None})
    assert list(INDEX.near(labels)) == [
        ("critical", True), ("team", None), ("both", None), ("pattern", True), ("all", True),
    ]  # fmt: skip
    assert list(INDEX.sure(labels)) == ["critical", "pattern", "all"]


def test_a_label_that_is_not_there_is_empty() -> None:
    index = MatcherIndex([("team", (TEAM,)), ("none", (BARE,)), ("warning", (WARNING, BARE))])
    assert list(index.sure(Labels({"severity": "warning"}))) == ["none", "warning"]
    assert list(index.near(Labels({"severity": "warning"}))) == [("none", True), ("warning", True)]


def test_an_index_of_nothing_finds_nothing() -> None:
    assert list(MatcherIndex[str]([]).near(Labels(rest=True))) == []


def test_the_index_agrees_with_comparing_everything() -> None:
    chance = random.Random(11)
    values = ["", "x", "y"]
    for _ in range(300):
        asked = [
            (n, tuple(_matcher(chance, values) for _ in range(chance.randint(0, 3))))
            for n in range(chance.randint(0, 8))
        ]
        sure = {name: chance.choice([None, "x", "y"]) for name in "abc" if chance.random() < 0.6}
        labels = Labels(sure, frozenset(chance.sample("abc", 1)) - set(sure), chance.random() < 0.4)
        answers = [(n, takes(matchers, labels)) for n, matchers in asked]
        index = MatcherIndex(asked)
        assert list(index.near(labels)) == [(n, answer) for n, answer in answers if answer is not False]
        assert list(index.sure(labels)) == [n for n, answer in answers if answer]


def _matcher(chance: random.Random, values: list[str]) -> Matcher:
    return Matcher(chance.choice("abc"), chance.choice(["=", "=", "!=", "=~"]), chance.choice(values))
