"""Kubernetes' quantity and semver libraries; both have values that are compared.

Source: https://pkg.go.dev/k8s.io/apiserver/pkg/cel/library, Quantity and SemverLib; https://semver.org.
"""

from __future__ import annotations

import re
from decimal import Context, Decimal
from typing import Any

from generator.quantity import parse
from generator.schema_store.cel.faults import Refused, Unverifiable
from generator.schema_store.cel.functions import Opaque, opaque, within

_EXACT = Context(prec=2_500)
_NUMBER = r"(?:0|[1-9][0-9]*)"
_IDENTIFIER = rf"(?:{_NUMBER}|[0-9]*[A-Za-z\-][0-9A-Za-z\-]*)"
_SEMVER = re.compile(
    rf"({_NUMBER})\.({_NUMBER})\.({_NUMBER})(?:-({_IDENTIFIER}(?:\.{_IDENTIFIER})*))?(?:\+[0-9A-Za-z\-]+(?:\.[0-9A-Za-z\-]+)*)?"
)
_MOST_DIGITS = 200


def _quantity(text: Any) -> Opaque:
    return _made(_parsed(text))


def _made(value: Decimal) -> Opaque:
    """One text for one value, so that equal quantities are equal."""
    return {"@quantity": str(value.normalize(_EXACT)) if value else "0"}


def _parsed(text: Any) -> Decimal:
    if not isinstance(text, str):
        raise Unverifiable("a value is no text")
    try:
        return parse(text)
    except ValueError as error:
        raise Refused(str(error)) from error


def _is_quantity(text: Any) -> bool:
    try:
        _parsed(text)
    except Refused:
        return False
    return True


def _of(value: Any) -> Decimal:
    return Decimal(opaque(value, "quantity"))


def _added(value: Any, other: Any, sign: int) -> Opaque:
    number = Decimal(other) if isinstance(other, int) else _of(other)
    return _made(_EXACT.add(_of(value), number * sign))


def _is_integer(value: Any) -> bool:
    number = _of(value)
    return number == number.to_integral_value(context=_EXACT) and -(2**63) <= number < 2**63


def _as_integer(value: Any) -> int:
    if not _is_integer(value):
        raise Refused("a quantity is no whole number of 64 bits")
    return within(int(_of(value)))


def _version(text: Any, normalize: Any = False) -> str:
    if not isinstance(text, str):
        raise Unverifiable("a value is no text")
    if normalize:
        raise Unverifiable("semver with normalization is not known here")
    if len(text) > _MOST_DIGITS or not _SEMVER.fullmatch(text):
        raise Refused(f"`{text[:60]}` is no semantic version")
    return text


def _is_version(text: Any, normalize: Any = False) -> bool:
    try:
        _version(text, normalize)
    except Refused:
        return False
    return True


def _rank(value: Any) -> tuple[Any, ...]:
    """Sort key by the order of semver.org, 11."""
    match = _SEMVER.fullmatch(opaque(value, "semver"))
    if match is None:
        raise Unverifiable("a value is no semver")
    early = tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in (match[4] or "").split(".") if part
    )
    return int(match[1]), int(match[2]), int(match[3]), not early, early


def _part(value: Any, number: int) -> int:
    found: int = _rank(value)[number]
    return within(found)


def _compared(value: Any, other: Any) -> int:
    if isinstance(value, dict) and "@semver" in value:
        one, two = _rank(value), _rank(other)
        return (one > two) - (one < two)
    left, right = _of(value), _of(other)
    return (left > right) - (left < right)


FUNCTIONS = {
    "quantity": _quantity,
    "isQuantity": _is_quantity,
    "sign": lambda value: (_of(value) > 0) - (_of(value) < 0),
    "isInteger": _is_integer,
    "asInteger": _as_integer,
    "asApproximateFloat": lambda value: float(_of(value)),
    "add": lambda value, other: _added(value, other, 1),
    "sub": lambda value, other: _added(value, other, -1),
    "compareTo": _compared,
    "isLessThan": lambda value, other: _compared(value, other) < 0,
    "isGreaterThan": lambda value, other: _compared(value, other) > 0,
    "semver": lambda text, normalize=False: {"@semver": _version(text, normalize)},
    "isSemver": _is_version,
    "major": lambda value: _part(value, 0),
    "minor": lambda value: _part(value, 1),
    "patch": lambda value: _part(value, 2),
}
