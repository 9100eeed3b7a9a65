"""Which texts a StringMatch admits."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from generator.facts.string_matches import EXACT, PREFIX, PRESENT, REGEX, TextMatch, admits_all, implies, text_match


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"exact": "/a"}, TextMatch(EXACT, "/a")),
        ({"prefix": "/a"}, TextMatch(PREFIX, "/a")),
        ({}, TextMatch(PRESENT)),
        ({"regex": "/a/.*"}, TextMatch(PREFIX, "/a/")),
        ({"regex": r"/a\.b"}, TextMatch(EXACT, "/a.b")),
        ({"regex": "/ab*"}, TextMatch(REGEX, "/ab*")),
        ({"regex": "a|b.*"}, TextMatch(REGEX, "a|b.*")),
        ({"regex": 5}, None),
        ("text", None),
        (None, None),
    ],
)
def test_a_match_is_read_in_its_plainest_form(node: Any, expected: TextMatch | None) -> None:
    assert text_match(node) == expected


@pytest.mark.parametrize(
    ("later", "earlier", "expected"),
    [
        ({"exact": "/a"}, {"prefix": "/"}, True),
        ({"exact": "/a"}, {"exact": "/a"}, True),
        ({"exact": "/a"}, {"exact": "/b"}, False),
        ({"prefix": "/ab"}, {"prefix": "/a"}, True),
        ({"prefix": "/a"}, {"prefix": "/ab"}, False),
        ({"prefix": "/a"}, {"exact": "/a"}, False),
        ({"prefix": "/a"}, {}, True),
        ({}, {"prefix": "/a"}, False),
        ({}, {}, True),
        ({"regex": "/a/[0-9]+"}, {"prefix": "/a"}, True),
        ({"regex": "/ab?c"}, {"prefix": "/a"}, True),
        ({"regex": "/ab?c"}, {"prefix": "/ab"}, False),
        ({"regex": "/a|/b"}, {"prefix": "/a"}, False),
        ({"regex": "/ax|/ay"}, {"prefix": "/a"}, True),
        ({"regex": "/a[0-9]+"}, {"regex": "/a[0-9]+"}, True),
        ({"regex": "/a[0-9]+"}, {"regex": "/a[0-9]*"}, False),
        ({"exact": "/a7"}, {"regex": "/a[0-9]+"}, True),
        ({"exact": "/ax"}, {"regex": "/a[0-9]+"}, False),
        ({"exact": "x"}, {"regex": ".+"}, True),
        ({"exact": ""}, {"regex": ".+"}, False),
        (None, {"prefix": "/a"}, False),
        ({"exact": "/a"}, None, True),
    ],
)
def test_implication_is_claimed_only_when_it_is_proven(later: Any, earlier: Any, expected: bool) -> None:
    assert implies(text_match(later), text_match(earlier)) is expected


def test_every_path_begins_with_a_slash() -> None:
    assert implies(None, text_match({"prefix": "/"}), path=True)
    assert not implies(None, text_match({"prefix": "/"}))
    assert admits_all(text_match({"regex": ".*"}))


def admits(node: dict[str, str], text: str) -> bool:
    if "exact" in node:
        return text == node["exact"]
    if "prefix" in node:
        return text.startswith(node["prefix"])
    return re.fullmatch(node["regex"], text) is not None


def test_what_is_claimed_holds_for_every_text() -> None:
    chance = random.Random(20_261)
    texts = [a + b + c for a in ("", "/", "/a", "x") for b in ("", "a", "b", "/a") for c in ("", "b", "/", "ab")]
    pieces = ["/", "a", "b", "a?", "b*", "[ab]", ".*", ".+", "(a|b)", "a|b"]
    claims = 0
    for _ in range(4000):
        one, other = (
            {chance.choice((EXACT, PREFIX)): chance.choice(texts)}
            if chance.random() < 0.5
            else {REGEX: "".join(chance.choice(pieces) for _ in range(chance.randint(1, 4)))}
            for _ in range(2)
        )
        if implies(text_match(one), text_match(other)):
            claims += 1
            assert all(admits(other, text) for text in texts if admits(one, text)), (one, other)
    assert claims > 200


def test_a_star_alone_is_no_expression_and_asks_for_presence() -> None:
    assert text_match({"regex": "*"}) == text_match({})
    assert implies(text_match({"exact": "a"}), text_match({"regex": "*"}))
