"""The functions of CEL that the engine has otherwise than Kubernetes, and what all libraries share.

Source: https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries.
A function raises Refused where CEL has an error and Unverifiable where we cannot tell.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any

from generator.schema_store.cel.faults import Refused, Unverifiable

Function = Callable[..., Any]
Opaque = dict[str, str]
"""A value of a type that the engine does not have: one key, the type's name behind an `@`."""

LARGEST = 1_000_000
"""Characters of the longest text that a function makes."""
_UNITS = {"ns": 1, "us": 1_000, "µs": 1_000, "μs": 1_000, "ms": 10**6, "s": 10**9, "m": 60 * 10**9, "h": 3600 * 10**9}
_SPAN = re.compile(r"([0-9]*)(?:\.([0-9]*))?(ns|us|µs|μs|ms|s|m|h)")
_WHOLE = re.compile(r"[+-]?[0-9]+")
_REAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def optional(value: Any = None) -> Any:
    """CEL's optional value; none without a value."""
    import cel

    return cel.OptionalValue.none() if value is None else cel.OptionalValue.of(value)


def opaque(value: Any, name: str) -> str:
    """The text inside an opaque value of that type. Raises Unverifiable for anything else."""
    if isinstance(value, dict) and isinstance(value.get(f"@{name}"), str):
        return str(value[f"@{name}"])
    raise Unverifiable(f"a value is no {name}")


def within(value: int) -> int:
    """The number. Raises Refused where it has more than 64 bits."""
    if not -(2**63) <= value < 2**63:
        raise Refused("a number has more than 64 bits")
    return value


def size(value: Any) -> int:
    """Characters of a text, bytes, items or keys."""
    if isinstance(value, (str, bytes, list, dict)):
        return len(value)
    raise Unverifiable("size of a value that has none")


def whole(value: Any) -> int:
    """CEL's int()."""
    if isinstance(value, int) and not isinstance(value, bool):
        return within(value)
    if isinstance(value, float):
        if not abs(value) < 2**63:
            raise Refused("a number has more than 64 bits")
        return int(value)
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value) or len(value) > 40:
            raise Refused(f"`{value[:40]}` is no whole number")
        return within(int(value))
    if isinstance(value, datetime.datetime):
        return int(value.timestamp() // 1)
    raise Unverifiable("int() of such a value is not known here")


def double(value: Any) -> float:
    """CEL's double()."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str):
        if not _REAL.fullmatch(value):
            raise Refused(f"`{value[:40]}` is no number")
        return float(value)
    raise Unverifiable("double() of such a value is not known here")


def boolean(value: Any) -> bool:
    """CEL's bool(): https://pkg.go.dev/strconv#ParseBool."""
    if isinstance(value, bool):
        return value
    if value in ("1", "t", "T", "TRUE", "true", "True"):
        return True
    if value in ("0", "f", "F", "FALSE", "false", "False"):
        return False
    raise Refused(f"`{str(value)[:40]}` is no boolean")


def string(value: Any) -> str:
    """CEL's string()."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:
        return str(int(value))
    if isinstance(value, dict) and len(value) == 1 and next(iter(value)) in ("@ip", "@cidr"):
        return str(next(iter(value.values())))
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError as error:
            raise Refused("bytes that are no text") from error
    raise Unverifiable("string() of such a value is not known here")


def time_span(value: Any) -> datetime.timedelta:
    """A duration as Go reads it: https://pkg.go.dev/time#ParseDuration."""
    if isinstance(value, datetime.timedelta):
        return value
    if not isinstance(value, str):
        raise Unverifiable("duration() of such a value is not known here")
    sign = -1 if value.startswith("-") else 1
    text = value[1:] if value[:1] in ("-", "+") else value
    total, place = 0, 0
    while (match := _SPAN.match(text, place)) is not None and (match[1] or match[2]):
        fraction = match[2] or ""
        total += (
            (int(match[1] or "0") * 10 ** len(fraction) + int(fraction or "0"))
            * _UNITS[match[3]]
            // (10 ** len(fraction))
        )
        place = match.end()
    if text != "0" and (not place or place != len(text) or len(text) > 100):
        raise Refused(f"`{value[:40]}` is no duration")
    return _span(within(total) * sign)


def _span(nanoseconds: int) -> datetime.timedelta:
    if nanoseconds % 1000:
        raise Unverifiable("a duration is finer than a microsecond")
    return datetime.timedelta(microseconds=nanoseconds // 1000)


FUNCTIONS: Mapping[str, Function] = {
    "bool": boolean,
    "double_": double,
    "duration_": time_span,
    "int_": whole,
    "size_": size,
    "string_": string,
}
"""Those of CEL itself that Kubernetes has otherwise, by the name that the engine is given."""
