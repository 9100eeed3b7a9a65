"""Plain scalars in values: only what every YAML reader takes for the same value is accepted."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator.yamlio.messages import shown
from generator.yamlio.resolvers import Reading, go, yaml_11, yaml_12


class _Refused:
    """The type of REFUSED."""

    __slots__ = ()


REFUSED: Any = _Refused()
"""Stands for a plain scalar that must be quoted or written differently; `refusal` says why."""

_SAFE_FIRST = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_/$")
_RESOLVED = frozenset(
    form
    for word in ("y", "n", "yes", "no", "on", "off", "true", "false", "null")
    for form in (word, word.capitalize(), word.upper())
)
_INT = re.compile(r"(?:0|-?[1-9][0-9]{0,15})\Z")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
_MOST = 1 << 53


@lru_cache(maxsize=65_536)
def plain(text: str) -> Any:
    """The value of a plain scalar, or REFUSED."""
    if text[:1] in _SAFE_FIRST and text:
        if text not in _RESOLVED:
            return text
        return {"true": True, "false": False, "null": None}.get(text, REFUSED)
    if text in ("", "~"):
        return None
    if _INT.match(text):
        number = int(text)
        return number if -_MOST <= number <= _MOST else REFUSED
    if _DECIMAL.match(text):
        return _exact(text)
    if text[0] in "+-" and text[1:2] in ("+", "-") and text[2:3].isdigit():
        return REFUSED
    return text if yaml_11(text) == yaml_12(text) == go(text) == text else REFUSED


def _exact(text: str) -> Any:
    """The float, where writing it again gives the same characters."""
    if len(text) > 24:
        return REFUSED
    value = float(text)
    return value if _decimal(value) == text else REFUSED


def _decimal(value: float) -> str:
    return format(Decimal(repr(value or 0.0)), "f")


def _shown_value(value: Any, text: str) -> str:
    if isinstance(value, Reading):
        return value.name
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return "text" if isinstance(value, str) else shown(str(value), 30)


def readings(text: str) -> str:
    """Who reads what: `YAML 1.1 and Go read false, YAML 1.2 reads text`."""
    groups: dict[str, list[str]] = {}
    # YAML 1.1 lists y and n as booleans; PyYAML leaves them text, Go does not.
    old = go(text) if text in ("y", "Y", "n", "N") else yaml_11(text)
    for name, value in (("YAML 1.1", old), ("YAML 1.2", yaml_12(text)), ("Go", go(text))):
        groups.setdefault(_shown_value(value, text), []).append(name)
    return ", ".join(
        f"{' and '.join(names)} {'read' if len(names) > 1 else 'reads'} {value}" for value, names in groups.items()
    )


def refusal(text: str) -> tuple[str, str]:
    """Why `plain` refused a scalar, and what to write instead."""
    name, quoted = shown(text), f'"{shown(text)}"'
    values = [value for value in (yaml_11(text), yaml_12(text), go(text)) if isinstance(value, (int, float))]
    number = next((value for value in values if not isinstance(value, bool)), None)
    if text[:1] in "+-" and text[1:2] in ("+", "-"):
        return f"ambiguous plain scalar '{name}': some readers take it for a number", f"write {quoted}"
    if (values or yaml_12(text) is None) and len({str(yaml_11(text)), str(yaml_12(text)), str(go(text))}) == 1:
        return _same_everywhere(text, name, quoted, values[0] if values else None)
    message = f"ambiguous plain scalar '{name}': quote it, readers disagree ({readings(text)})"
    if any(isinstance(value, bool) for value in values):
        word = "true" if next(value for value in values if isinstance(value, bool)) else "false"
        return message, f"write {quoted} or {word}"
    if isinstance(number, int) and abs(number) <= _MOST and len(set(values)) == 1:
        return message, f"write {quoted} for the text or {number} for the number"
    return message, f"write {quoted}"


def _same_everywhere(text: str, name: str, quoted: str, value: Any) -> tuple[str, str]:
    """Every reader agrees, yet the value cannot be kept: it has no JSON form, loses digits or changes its spelling."""
    if isinstance(value, bool) or value is None:
        word = _shown_value(value, text)
        return f"write '{name}' in lower case: some readers take it for text", f"write {quoted} or {word}"
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return f"'{name}' is not a number in JSON", f"write {quoted} for the text, or a finite number"
    if isinstance(value, int) and abs(value) > _MOST or isinstance(value, float) and len(text) > 16:
        return f"the number '{name}' cannot survive JSON (more than 53 bits); quote it", f"write {quoted}"
    plainly = str(value) if isinstance(value, int) else _decimal(value)
    return f"'{name}' is a number and would be rewritten as {plainly}; quote it if it is text", (
        f"write {quoted} for the text or {plainly} for the number"
    )
