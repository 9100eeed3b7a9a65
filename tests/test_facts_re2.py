"""RE2: what Go refuses, and matching that never runs away."""

from __future__ import annotations

import random
import re
import time

import pytest

from generator.facts import re2


@pytest.mark.parametrize(
    ("pattern", "told"),
    [
        ("(", "`(` is not closed"),
        ("a)", "`)` closes nothing"),
        ("*a", "`*` has nothing to repeat"),
        ("a**", "one repetition right after another: `**`"),
        ("[a", "`[` is not closed"),
        ("[z-a]", "`z-a` is no range"),
        ("[[:foo:]]", "`[:foo:]` is no class of characters"),
        ("(?=a)", "look-around is not part of RE2"),
        ("(?<!a)b", "look-around is not part of RE2"),
        (r"(a)\1", "`\\1` refers back, which RE2 cannot"),
        (r"\y", "`\\y` is no escape that RE2 knows"),
        ("a{1001}", "a repetition of more than 1000"),
        ("a{3,2}", "a repetition of at least 3 and at most 2"),
        ("(?x)a", "`(?x` is no group that RE2 knows"),
        ("a\\", "a backslash at the end"),
        (r"\pX", "`\\pX` is no class of characters"),
    ],
)
def test_what_go_refuses(pattern: str, told: str) -> None:
    assert re2.problem(pattern) == told


@pytest.mark.parametrize(
    "pattern",
    ["", "a|", "(?:a|b)*?", "(?P<n>a)(?<m>b)", "(?i)a(?-i:b)", r"\pL\p{Greek}\PN", "[[:alpha:]_-]", "a{,2}", "a{2",
     "[]a]", "[^]]", r"\Qa.b\E", r"\x41\x{1F600}", "(?s).", "^a$", r"\bword\b", "[[a]", "[a&&b]"],
)  # fmt: skip
def test_what_go_takes(pattern: str) -> None:
    assert re2.problem(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "text", "answer"),
    [
        ("web", "web", True),
        ("web", "web-1", False),
        ("web.*", "web-1\n", True),
        ("(?i)WEB", "web", True),
        ("a{2,3}", "aaaa", False),
        (r"\d+-\w+", "12-ab", True),
        ("[^a-c]", "d", True),
        (r"\Qa.b\E", "axb", False),
        (r"\bfoo\b.*", "foo bar", True),
        ("[a&&b]", "&", True),
        ("a|", "", True),
        ("^$", "", True),
        ("a{,2}", "a{,2}", True),
        ("(", "(", False),
    ],
)
def test_the_whole_text_has_to_match(pattern: str, text: str, answer: bool) -> None:
    assert re2.matches(pattern, text) is answer


def test_nested_repetitions_take_linear_time() -> None:
    begun = time.perf_counter()
    assert re2.matches("(a+)+$", "a" * 2000 + "b") is False
    assert re2.matches("(x+x+)+y", "x" * 2000) is False
    assert time.perf_counter() - begun < 2


def test_matching_agrees_with_another_engine_on_what_both_can() -> None:
    chance = random.Random(7)
    atoms = ["a", "b", "[ab]", "(a|b)", "a*", "b?", "(ab)+", ".", "(?:a|)", "[^a]", "a{1,2}"]
    for _ in range(400):
        pattern = "".join(chance.choices(atoms, k=chance.randint(1, 4)))
        text = "".join(chance.choices("ab", k=chance.randint(0, 6)))
        assert re2.matches(pattern, text) is (re.fullmatch(pattern, text, re.DOTALL) is not None), (pattern, text)


def test_the_texts_a_pattern_stands_for() -> None:
    assert re2.texts("a|b(c|d)?") == ("a", "bc", "bd", "b")
    assert re2.texts("x[12]") == ("x1", "x2")
    assert re2.texts("web") == ("web",)
    assert re2.texts("web.*") is None
    assert re2.texts("(") is None
    assert re2.texts("[a-z][a-z][a-z]") is None


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("2..", "3..", True),
        ("2..", "[45]..", True),
        ("(GET|PUT).*", "POST.+", True),
        ("web-.+", "api-.+", True),
        ("^web$", "api", True),
        ("2..", "2.*", False),
        ("a|b", "b|c", False),
        ("a?b", "b", False),
        ("a+", "aa", False),
        ("(?i)a", "A", False),
        (".*a", "b", False),
        ("", "a", False),
        ("(", "a", False),
    ],
)
def test_expressions_that_surely_share_no_text(one: str, other: str, apart: bool) -> None:
    assert re2.disjoint(one, other) is apart
    assert re2.disjoint(other, one) is apart
