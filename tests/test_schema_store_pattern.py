"""Patterns without the fast engine: the same meaning, in linear time."""

from __future__ import annotations

import random
import time

import jsonschema_rs
import pytest

from generator.schema_store.automaton import Unsupported, compile_automaton
from generator.schema_store.pure_pattern import searcher

PATTERNS = (
    r"^(a+)+$",
    r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
    r"a{2,3}b?|^c$",
    r"(?i:ab)+c",
    r"^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?[0-9]+))?$",
    r"(a|b)*abb",
    r"^$",
    r"a.b",
    r"[^ab]+$",
    r"\d{2,}",
    r"^(?:a|bc){0,2}$",
    r"(a*)*b",
    r"^\w\.\W$",
    r"[\]a-]b{2}",
    r"^(([0-9]+h)?([0-9]+m)?){1,2}$",
    r"()a||b",
)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_automaton_agrees_with_both_engines(pattern: str) -> None:
    draw = random.Random(pattern)
    fast = jsonschema_rs.Draft7Validator({"pattern": pattern}, offline=True)
    automaton, plain = compile_automaton(pattern), searcher(pattern)
    for _ in range(600):
        text = "".join(draw.choice("aabbcABC.-01Kim\n]") for _ in range(draw.randrange(8)))
        assert automaton.search(text) == plain(text) == fast.is_valid(text), text


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(r"^(a+)+$", "a" * 40 + "!"), (r"^([a-z]+(-[a-z]*)*)*$", "a-" * 4000 + "!"), (r"(x+x+)+y", "x" * 2000)],
)
def test_patterns_that_run_away_in_python_do_not_here(pattern: str, text: str) -> None:
    started = time.perf_counter()
    assert not searcher(pattern)(text)
    assert time.perf_counter() - started < 1


def test_the_end_is_the_very_end() -> None:
    assert searcher("^a$")("a")
    assert not searcher("^a$")("a\n")


@pytest.mark.parametrize("pattern", [r"(?=a)b", r"(?<!a)b", r"(a)\1", r"\bword\b", r"((a{99}){99}){9}"])
def test_what_the_automaton_cannot_do_is_said(pattern: str) -> None:
    with pytest.raises(Unsupported):
        compile_automaton(pattern)


def test_look_ahead_is_judged_where_it_cannot_run_away() -> None:
    assert searcher(r"^(?!kube-)[a-z-]+$")("shop")
    assert not searcher(r"^(?!kube-)[a-z-]+$")("kube-system")


def test_an_unreadable_pattern_is_an_error() -> None:
    with pytest.raises(ValueError, match="invalid pattern"):
        searcher("([")
