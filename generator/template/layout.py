"""Canonical text of values, faster than the writer and by the writer's own rules.

What a mapping looks like depends on its keys and its column alone. So the writer is asked once for each tuple of keys,
with tokens in place of the values, and its answer, cut at the tokens, serves every mapping with those keys: two to
four times as fast as writing each anew. What is unusual in any way (`UNUSUAL` is raised) is left to the writer itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, NamedTuple

from generator.yamlio.write import item, nested, scalar

from .program import RESERVED
from .settle import UnfitError
from .shape import TOKEN, token

_LEAD = re.compile(r"[ ]*(?:- )*")
_NESTED = frozenset({dict, list})
_MOST = 65_536

UNUSUAL = (UnfitError, TypeError, ValueError)
"""What the functions here raise for values that must be settled first."""


class _ManyLinesError(Exception):
    """A text that needs a literal block, whose form depends on the column."""


_small = lru_cache(maxsize=4096, typed=True)(scalar)


class _Words(dict[Any, str]):
    """How each text of one line is written; a cache like lru_cache, but `map` calls it from C.

    Only texts are kept: True, 1 and 1.0 are one key of a dict, and so are 0.0 and -0.0. A text that is written as it
    is maps to itself, which halves the memory that is touched.
    """

    def __missing__(self, value: Any) -> str:
        if isinstance(value, str):
            if "\n" in value:
                raise _ManyLinesError
            text = scalar(value)
            if type(value) is str:
                if len(self) >= _MOST:
                    self.clear()
                self[value] = text = value if text == value else text
            return text
        if value is None or isinstance(value, int):
            return _small(value)
        if isinstance(value, float):
            return scalar(value)
        raise UnfitError


word: Callable[[Any], str] = _Words().__getitem__


class Plan(NamedTuple):
    """The text of mappings with certain keys: pieces, the values in the order written, and where those stand.

    `spaced` are the pieces with the space that comes before a value on the same line.
    """

    pieces: list[str]
    spaced: list[str]
    values: Callable[[Any], tuple[Any, ...]]
    inner: Place


class Place(dict[tuple[str, ...], Plan]):
    """Where a value is written: after a key or after a dash at a column. Keeps the plans of the mappings seen there."""

    def __init__(self, written: Callable[[Any, int], str], column: int) -> None:
        super().__init__()
        self.written = written
        self.column = column

    def __repr__(self) -> str:  # plans lead to places and these to plans: a full one has no end
        return f"<{self.written.__name__} at column {self.column}>"

    def __missing__(self, keys: tuple[str, ...]) -> Plan:
        if any(not isinstance(key, str) or RESERVED in key for key in keys):
            raise UnfitError
        # A line of its own before the text keeps the columns right where the text goes on after a dash.
        lead = "\n" + " " * self.column + "-" if self.written is item else ""
        text = lead + self.written({key: token(number) for number, key in enumerate(keys)}, self.column)
        pieces, slots = cut(text)
        pieces[0] = pieces[0].removeprefix(lead)
        order = [keys[number] for number, _ in slots]
        if len(self) >= _MOST:
            self.clear()
        spaced = [piece + " " if piece else "" for piece in pieces[:-1]]
        values = itemgetter(*order) if len(order) > 1 else _only(order[0])
        plan = Plan(pieces[:-1], spaced, values, slots[0][1])
        self[keys] = plan
        return plan


@lru_cache(maxsize=1024)
def place(written: Callable[[Any, int], str], column: int) -> Place:
    """The one Place for this column and this function of the writer."""
    return Place(written, column)


def follow(value: Any, at: Place) -> str:
    """What the writer gives for a value at this place. Raises UNUSUAL."""
    kind = type(value)
    if kind is int:
        return " " + _small(value)
    if kind is dict:
        return _mapping(value, at) if value else at.written(value, at.column)
    if kind is list:
        if value and at.written is nested:
            return _sequence(value, at.column)
        for element in value:
            follow(element, at)  # only to see that nothing in it is unusual
        return at.written(value, at.column)
    if isinstance(value, str) and "\n" in value:
        return at.written(value, at.column)
    return " " + word(value)


def cut(text: str) -> tuple[list[str], list[tuple[int, Place]]]:
    """A written text in pieces, the odd ones empty for the values; which value goes there, and its place."""
    pieces: list[str] = []
    slots: list[tuple[int, Place]] = []
    end = 0
    for found in TOKEN.finditer(text):
        start = text.rfind("\n", 0, found.start()) + 1
        lead = _LEAD.match(text, start).end()  # type: ignore[union-attr]
        dash = lead == found.start()
        slots.append((int(found[1]), place(item, lead - start - 2) if dash else place(nested, lead - start)))
        pieces += [text[end : found.start() - 1], ""]
        end = found.end()
    return [*pieces, text[end:]], slots


def _only(key: str) -> Callable[[Any], tuple[Any, ...]]:
    return lambda mapping: (mapping[key],)


def _element(value: Any, column: int) -> str:
    return nested([value], column)


def _mapping(value: dict[str, Any], at: Place) -> str:
    plan = at[tuple(value)]
    return _filled(plan, plan.values(value), 1)


def _filled(plan: Plan, values: Sequence[Any], times: int) -> str:
    # What nests comes last in the written order more often than not. Only speed depends on this guess.
    if type(values[-1]) not in _NESTED:
        try:
            pieces = plan.spaced * times
            pieces[1::2] = map(word, values)
            return "".join(pieces)
        except (_ManyLinesError, TypeError):
            pass
    at = plan.inner
    pieces = plan.pieces * times
    pieces[1::2] = [
        " " + word(value) if type(value) is str and "\n" not in value else follow(value, at) for value in values
    ]
    return "".join(pieces)


def _sequence(value: list[Any], column: int) -> str:
    if type(value[0]) is dict and value[0]:
        alike = _alike(value, place(_element, column))
        if alike is not None:
            return alike
    lead = "\n" + " " * column + "-"
    at = place(item, column)
    return "".join([lead + follow(element, at) for element in value])


def _alike(value: list[Any], at: Place) -> str | None:
    """The text of a list of mappings with the same keys; None where they are not that."""
    plan = at[tuple(value[0])]
    try:
        if set(map(len, value)) != {len(value[0])} or set(map(type, value)) != {dict}:
            return None
        children = list(chain.from_iterable(map(plan.values, value)))
    except (KeyError, TypeError):
        return None
    return _filled(plan, children, len(value))
