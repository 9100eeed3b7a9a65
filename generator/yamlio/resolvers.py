"""What three families of YAML readers take a plain scalar for: YAML 1.1 (PyYAML), YAML 1.2 core, and Go (kubectl).

Each function returns the value: text, bool, int, float, None, or a `Reading` for what JSON cannot hold.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MAX_DIGITS = 400
"""Longer digit strings are never converted: the time of a conversion grows with the square of the length."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that is neither text nor JSON, by name: `a date`, `a merge key`, `an error`."""

    name: str


_DATE = Reading("a date")
_MERGE = Reading("a merge key")
_DEFAULT = Reading("a default key")
_HUGE = Reading("a number too long to convert")


def _cases(*words: str) -> tuple[str, ...]:
    return tuple(form for word in words for form in (word, word.capitalize(), word.upper()))


_NULLS: dict[str, Any] = dict.fromkeys(("", "~", *_cases("null")))
_TRUE_FALSE: dict[str, Any] = dict.fromkeys(_cases("true"), True) | dict.fromkeys(_cases("false"), False)
_YES_NO: dict[str, Any] = dict.fromkeys(_cases("yes", "on"), True) | dict.fromkeys(_cases("no", "off"), False)
_SPECIAL: dict[str, Any] = {
    **dict.fromkeys((*_cases(".inf"), ".Inf", "+.inf", "+.Inf", "+.INF"), float("inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), float("-inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), float("nan")),
}
_WORDS_12 = _NULLS | _TRUE_FALSE | _SPECIAL
_WORDS_11 = _WORDS_12 | _YES_NO | {"<<": _MERGE, "=": _DEFAULT}
_WORDS_GO = _WORDS_12 | _YES_NO | {"y": True, "Y": True, "n": False, "N": False, "<<": _MERGE}

_INT_11 = re.compile(
    r"([-+]?)(?:0b([01_]+)|0x([0-9a-fA-F_]+)|0([0-7_]+)|([1-9][0-9_]*(?::[0-5]?[0-9])+)|(0|[1-9][0-9_]*))\Z"
)
_FLOAT_11 = re.compile(
    r"(?:[-+]?(?:[0-9][0-9_]*)\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)\Z"
)
_DATE_11 = re.compile(
    r"[0-9]{4}-(?:[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}"
    r"(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)\Z"
)
_INT_12 = re.compile(r"(?:([-+]?[0-9]+)|0o([0-7]+)|0x([0-9a-fA-F]+))\Z")
_FLOAT_12 = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_POINT_GO = re.compile(r"\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?\Z")
_INT_GO = re.compile(r"([-+]?)(?:0[bB]([01]+)|0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))\Z")


def _whole(sign: str, digits: str, base: int) -> Any:
    digits = digits.replace("_", "")
    if len(digits) > MAX_DIGITS:
        return _HUGE
    return int(sign + digits, base) if digits else Reading("an error")


def _sixty(sign: str, text: str) -> float:
    total: float = 0
    for part in text.replace("_", "").split(":"):
        total = total * 60 + (float(part) if "." in part else int(part))
    return -total if sign == "-" else total


def _plain_float(text: str) -> Any:
    return float(text) if len(text) <= MAX_DIGITS else _HUGE


@lru_cache(maxsize=4096)
def yaml_11(text: str) -> Any:
    """As the YAML 1.1 types say and PyYAML reads: yes and no, octals, base 60, dates."""
    if text in _WORDS_11:
        return _WORDS_11[text]
    if match := _INT_11.match(text):
        sign, binary, hexadecimal, octal, sixty, decimal = match.groups()
        if sixty:
            return _sixty(sign, sixty) if len(sixty) <= MAX_DIGITS else _HUGE
        for digits, base in ((binary, 2), (hexadecimal, 16), (octal, 8)):
            if digits is not None:
                return _whole(sign, digits, base)
        return _whole(sign, decimal, 10)
    if _FLOAT_11.match(text):
        if len(text) > MAX_DIGITS:
            return _HUGE
        sign = text[0] if text[0] in "+-" else ""
        return _sixty(sign, text.lstrip("+-")) if ":" in text else float(text.replace("_", ""))
    return _DATE if _DATE_11.match(text) else text


@lru_cache(maxsize=4096)
def yaml_12(text: str) -> Any:
    """As the core schema of YAML 1.2 says."""
    if text in _WORDS_12:
        return _WORDS_12[text]
    if match := _INT_12.match(text):
        decimal, octal, hexadecimal = match.groups()
        for digits, base in ((octal, 8), (hexadecimal, 16)):
            if digits is not None:
                return _whole("", digits, base)
        return _whole("", decimal, 10)
    return _plain_float(text) if _FLOAT_12.match(text) else text


@lru_cache(maxsize=65_536)
def go(text: str) -> Any:
    """As sigs.k8s.io/yaml 1.4 reads, which is what kubectl, Helm and Argo CD use. Dates stay text there."""
    first = text[:1]
    if first and first not in "+-.0123456789yYnNtTfFoO~<":
        return text
    if text in _WORDS_GO:
        return _WORDS_GO[text]
    if first == ".":
        return _finite(text, text.replace("_", "")) if _POINT_GO.match(text) else text
    if first not in "+-0123456789" or not first:
        return text
    digits = text.replace("_", "")
    if match := _INT_GO.match(digits):
        sign, binary, hexadecimal, octal, decimal = match.groups()
        for part, base in ((binary, 2), (hexadecimal, 16), (octal, 8), (decimal, 10)):
            if part is not None:
                return _go_int(sign, part, base, digits)
    return _go_float(text, digits)


def _go_int(sign: str, part: str, base: int, text: str) -> Any:
    """An int where it fits 64 bits; a decimal that does not becomes a float, any other stays text."""
    value = _whole(sign, part, base)
    if isinstance(value, int) and (-(1 << 63) <= value < (1 << 64)) and not (sign == "+" and value >= 1 << 63):
        return value
    return _go_float(text, text)


def _go_float(text: str, digits: str) -> Any:
    return _finite(text, digits) if _FLOAT_12.match(digits) else text


def _finite(text: str, digits: str) -> Any:
    """The float; the text where Go's ParseFloat reports that it is out of range."""
    value = float(digits)
    return text if value in (float("inf"), float("-inf")) else value
