"""Kubernetes' list library and CEL's sets and math: isSorted, sum, min, max, indexOf, sets.*, math.*."""

from __future__ import annotations

import datetime
import math
from typing import Any

from generator.schema_store.cel.faults import Refused, Unverifiable
from generator.schema_store.cel.functions import within

_MOST = 5_000


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Unverifiable("a value is no list")
    if len(value) > _MOST:
        raise Unverifiable(f"a list has more than {_MOST} items")
    return value


def _ordered(value: Any) -> list[Any]:
    """A list whose items can be compared."""
    items = _list(value)
    kinds = {float if isinstance(item, (int, float)) and not isinstance(item, bool) else type(item) for item in items}
    known = (bool, bytes, datetime.datetime, datetime.timedelta, float, str)
    if len(kinds) > 1 or not kinds <= set(known):
        raise Unverifiable("the items of a list cannot be compared")
    return items


def _is_sorted(value: Any) -> bool:
    items = _ordered(value)
    return all(one <= other for one, other in zip(items, items[1:], strict=False))


def _sum(value: Any) -> Any:
    items = _ordered(value)
    if not items:
        return 0
    if isinstance(items[0], datetime.timedelta):
        return sum(items, datetime.timedelta())
    if not all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in items):
        raise Unverifiable("the items of a list cannot be added")
    total = sum(items)
    return within(total) if isinstance(total, int) else total


def _least(value: Any) -> Any:
    items = _ordered(value)
    if not items:
        raise Refused("min of an empty list")
    return min(items)


def _greatest(value: Any) -> Any:
    items = _ordered(value)
    if not items:
        raise Refused("max of an empty list")
    return max(items)


def same(one: Any, other: Any) -> bool:
    """CEL's equality: a boolean is no number."""
    return isinstance(one, bool) == isinstance(other, bool) and bool(one == other)


def first_index(items: list[Any], wanted: Any) -> int:
    return next((n for n, item in enumerate(_list(items)) if same(item, wanted)), -1)


def last_index(items: list[Any], wanted: Any) -> int:
    return next((n for n in range(len(_list(items)) - 1, -1, -1) if same(items[n], wanted)), -1)


def _contains(items: Any, others: Any) -> bool:
    if len(_list(items)) * len(_list(others)) > 10**6:
        raise Unverifiable("two lists are too long to be compared")
    return all(any(same(item, other) for item in items) for other in others)


def _equivalent(items: Any, others: Any) -> bool:
    return _contains(items, others) and _contains(others, items)


def _intersects(items: Any, others: Any) -> bool:
    if len(_list(items)) * len(_list(others)) > 10**6:
        raise Unverifiable("two lists are too long to be compared")
    return any(same(item, other) for item in items for other in others)


def _numbers(arguments: tuple[Any, ...]) -> list[Any]:
    items = _ordered(arguments[0] if len(arguments) == 1 and isinstance(arguments[0], list) else list(arguments))
    if not items or not all(isinstance(item, (int, float)) and not isinstance(item, bool) for item in items):
        raise Unverifiable("math of something that is no number")
    return items


def _real(value: Any) -> float:
    if not isinstance(value, float):
        raise Unverifiable("math of something that is no double")
    return value


def _absolute(value: Any) -> Any:
    (number,) = _numbers((value,))
    return within(abs(number)) if isinstance(number, int) else abs(number)


FUNCTIONS = {
    "isSorted": _is_sorted,
    "sum": _sum,
    "min": _least,
    "max": _greatest,
    "sets.contains": _contains,
    "sets.equivalent": _equivalent,
    "sets.intersects": _intersects,
    "math.greatest": lambda *items: max(_numbers(items)),
    "math.least": lambda *items: min(_numbers(items)),
    "math.abs": _absolute,
    "math.ceil": lambda value: float(math.ceil(_real(value))),
    "math.floor": lambda value: float(math.floor(_real(value))),
}
