"""Hostile rules and objects: no expression hangs, ends the process or has a verdict it should not have."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest

from generator.schema_store.cel.engine import Engine
from generator.schema_store.cel.expression import pattern_cost, read
from generator.schema_store.cel.faults import Refused, Unverifiable
from generator.schema_store.cel.rules import Scope
from generator.schema_store.cel.values import View

pytest.importorskip("cel")

LISTED = Scope(("object",), fields={"a": Scope(("array",), items=Scope(("integer",))), "s": Scope(("string",))})


def outcome(text: str, value: Any = None, engine: Engine | None = None) -> Any:
    """The value, or why there is none."""
    try:
        return (engine or Engine()).evaluate(text, View(LISTED, value or {"a": [1, 2], "s": "x"}), LISTED.names())
    except (Refused, Unverifiable) as error:
        return str(error)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("(" * 31 + "true" + ")" * 31, "the expression is nested deeper than 30 levels"),
        ("[" * 40_000, "the expression is longer than 8192 characters"),
        ("!" * 5_000 + "true", "the expression has more than 1000 parts"),
        ("true" + "&&true" * 1_000, "the expression has more than 1000 parts"),
        ("self" + ".a" * 2_000, "the expression has more than 1000 parts"),
        ("self" + ".?a.orValue(self)" * 60, "the expression has more than 1000 parts"),
        ("cel.bind(x, " * 40 + "1" + ", x)" * 40, "the expression is nested deeper than 30 levels"),
        ("'" + "x" * 10_000 + "'", "the expression is longer than 8192 characters"),
    ],
)
def test_an_expression_that_is_too_large_is_not_run(text: str, why: str) -> None:
    assert outcome(text) == why


@pytest.mark.parametrize(
    "text", ["1" + "+1" * 490, "!" * 990 + "true", "-" * 990 + "1", "true ? 1 : " * 25 + "2", "(" * 29 + "1" + ")" * 29]
)
def test_the_largest_expressions_are_safe(text: str) -> None:
    assert outcome(text) is not None


NESTED = "self.a.all(x, self.a.all(y, self.a.all(z, x + y + z >= 0)))"


def test_loops_are_counted_before_they_run() -> None:
    assert outcome(NESTED, {"a": list(range(20))}) is True
    assert outcome(NESTED, {"a": list(range(300))}) == "the expression may loop too often over this object"
    deeper = "true"
    for name in "abcdefgh":
        deeper = f"[1, 2, 3, 4, 5, 6, 7, 8].all({name}, {deeper})"
    assert outcome(deeper) == "the expression may loop too often over this object"


def test_a_list_that_grows_is_counted_as_such() -> None:
    twice = "(self.a + self.a + self.a)"
    functions = frozenset[str]()
    assert read(f"{twice}.all(x, {twice}.all(y, x <= y))", functions).cost(10, 0, 0) > (
        20 * read("self.a.all(x, self.a.all(y, x <= y))", functions).cost(10, 0, 0)
    )
    assert read("self.a.all(x, x + 1 + 1 > 0)", functions).grows == 1


def test_texts_that_become_lists_are_counted() -> None:
    text = "self.s.split('').all(x, self.s.split('').all(y, x == y))"
    assert outcome(text, {"s": "a" * 5_000}) == "the expression may loop too often over this object"


def test_a_regular_expression_in_a_loop_is_counted() -> None:
    scope = Scope(("object",), fields={"a": Scope(("array",), items=Scope(("string",)))})

    def judged(pattern: str) -> Any:
        view = View(scope, {"a": ["abc"] * 200})
        try:
            return Engine().evaluate(f"self.a.all(x, x.matches('{pattern}'))", view, scope.names())
        except Unverifiable as error:
            return str(error)

    assert judged("^[a-z]{1,63}$") is True
    assert judged(r"(\\w{90}){5}") == "the expression may loop too often over this object"
    assert pattern_cost(r"'(\\p{L}{1000}){1000}'") > pattern_cost("'^[a-z]+$'") * 1_000


def test_the_costs_of_a_run_add_up() -> None:
    engine = Engine()
    engine.steps = 99_999_999
    assert outcome("self.a.size() == 2", engine=engine) == "the rules of this run have cost too much already"


def test_an_object_that_is_too_deep_or_too_large_is_not_shown() -> None:
    deep: Any = 1
    for _ in range(200):
        deep = [deep]
    for value in ({"a": deep}, {"a": [0] * 300_000}, {"a": [2**70]}):
        with pytest.raises(Unverifiable):
            View(LISTED, value)


PIECES = """\
self self.a self.s self.b x 1 -1 2.5 'a' '' true false null [] {} [1,2] ( ) [ ] . , + - * / % == != < && || ! ? : in
.all(x, .exists(x, .map(x, .filter(x, .size() .matches( .split( has( int( string( duration( quantity( url( ip( cidr(
.isSorted() .sum() .find( .?a [?'a'] .hasValue() cel.bind(x, ,x) .format( optional.of( .orValue(
oldSelf \\ ` # .? é 9223372036854775807
"""


def test_no_text_ends_the_process_or_raises_what_nobody_expects() -> None:
    chance, pieces = random.Random(7), PIECES.split()
    engine = Engine()
    started = time.monotonic()
    for _ in range(4_000):
        outcome("".join(chance.choices(pieces, k=chance.randint(1, 12))), engine=engine)
    assert time.monotonic() - started < 20


def test_errors_of_functions_are_not_printed(capfd: pytest.CaptureFixture[str]) -> None:
    assert outcome("quantity('x').sign() == 0").startswith("'x' is not a quantity")
    assert outcome("self.s.matches('[')") == "the expression cannot be evaluated here"
    assert capfd.readouterr() == ("", "")
