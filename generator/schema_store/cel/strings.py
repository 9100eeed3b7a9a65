"""CEL's string extension and Kubernetes' regular expressions: substring, split, format, find and their like.

Source: https://pkg.go.dev/github.com/google/cel-go/ext#Strings. Positions count characters.
"""

from __future__ import annotations

import re
from typing import Any

from generator.schema_store.cel import lists
from generator.schema_store.cel.faults import Refused, Unverifiable
from generator.schema_store.cel.functions import LARGEST, string

_BLANKS = (
    " \t\n\v\f\r\x85\xa0\u1680"
    + "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
_VERB = re.compile(r"%(?:\.([0-9]{1,2}))?(.)", re.DOTALL)
_LONGEST_SEARCH = 1_000
_QUANTIFIER = re.compile(r"[*+]|\{[0-9]+,[0-9]*\}")
_UNLIKE_GO = re.compile(r"\\[^dDwWsS.\-/\\+*?()\[\]{}|^$]|\(\?|[*+?}][+]")


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise Unverifiable("a value is no text")


def _place(value: Any, most: int) -> int:
    if not isinstance(value, int) or not 0 <= value <= most:
        raise Refused(f"position {value} is out of range")
    return value


def _short(value: str) -> str:
    if len(value) > LARGEST:
        raise Unverifiable("a text would be too long")
    return value


def _char_at(value: Any, place: Any) -> str:
    text = _text(value)
    at = _place(place, len(text))
    return text[at : at + 1]


def _index_of(value: Any, wanted: Any, start: Any = 0) -> int:
    if isinstance(value, list):
        return lists.first_index(value, wanted)
    return _text(value).find(_text(wanted), _place(start, len(value)))


def _last_index_of(value: Any, wanted: Any, last: Any = None) -> int:
    if isinstance(value, list):
        return lists.last_index(value, wanted)
    if last is None:
        return _text(value).rfind(_text(wanted))
    return _text(value).rfind(_text(wanted), 0, _place(last, len(value)) + len(wanted))


def _substring(value: Any, start: Any, end: Any = None) -> str:
    stop = len(_text(value)) if end is None else _place(end, len(value))
    if _place(start, len(value)) > stop:
        raise Refused(f"positions {start} to {stop} are out of range")
    return str(value[start:stop])


def _replace(value: Any, old: Any, new: Any, most: Any = -1) -> str:
    if len(_text(value)) + (len(value) + 1) * len(_text(new)) > LARGEST * 10:
        raise Unverifiable("a text would be too long")
    return _short(_text(value).replace(_text(old), new, most))


def _split(value: Any, separator: Any, most: Any = -1) -> list[str]:
    text, sign = _text(value), _text(separator)
    if most == 0:
        return []
    parts = list(text) if not sign else text.split(sign)
    if 0 < most < len(parts):
        parts = [*parts[: most - 1], sign.join(parts[most - 1 :])]
    return parts


def _join(items: Any, separator: Any = "") -> str:
    if not isinstance(items, list):
        raise Unverifiable("a value is no list")
    if sum(len(_text(item)) + len(separator) for item in items) > LARGEST:
        raise Unverifiable("a text would be too long")
    return _text(separator).join(items)


def _ascii(value: Any, first: str, last: str, shift: int) -> str:
    return "".join(chr(ord(sign) + shift) if first <= sign <= last else sign for sign in _text(value))


def _reverse(value: Any) -> Any:
    if isinstance(value, (str, list)):
        return value[::-1]
    raise Unverifiable("a value is neither text nor list")


def _quote(value: Any) -> str:
    said = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\a": "\\a", "\b": "\\b", "\f": "\\f",
            "\v": "\\v"}  # fmt: skip
    return '"' + "".join(said.get(sign, sign) for sign in _text(value)) + '"'


def _format(value: Any, arguments: Any) -> str:
    """`"%s and %d".format([a, b])`; what prints a number in another form than plainly is not known here."""
    rest = list(arguments) if isinstance(arguments, list) else []

    def said(match: re.Match[str]) -> str:
        if match[2] == "%":
            return "%"
        if not rest:
            raise Refused("format has more verbs than values")
        value = rest.pop(0)
        if match[2] == "s" and isinstance(value, list):
            return "[" + ", ".join(string(item) for item in value) + "]"
        if match[2] in "sd" and match[1] is None:
            return string(value)
        if match[2] == "f" and isinstance(value, (int, float)):
            return f"{value:.{int(match[1] or 6)}f}"
        raise Unverifiable(f"format with `%{match[2]}` is not known here")

    return _short(_VERB.sub(said, _text(value)))


def _search(pattern: Any, text: Any) -> re.Pattern[str]:
    """An expression that means the same in Go and cannot run away. Raises Unverifiable for any other."""
    plain = re.sub(r"\[[^\]]*\]", "x", re.sub(r"\\.", "x", _text(pattern)))
    nested = re.search(r"\)(?:[*+?]|\{)", plain)
    if nested or len(_QUANTIFIER.findall(plain)) > 2 or len(_text(text)) > _LONGEST_SEARCH:
        raise Unverifiable("a regular expression or its text is too large to be searched here")
    if _UNLIKE_GO.search(pattern) or ("$" in plain and "\n" in text):
        raise Unverifiable("a regular expression may mean something else in Go")
    try:
        return re.compile(pattern, re.ASCII)
    except re.error as error:
        raise Refused("a regular expression is broken") from error


def _find(value: Any, pattern: Any) -> str:
    match = _search(pattern, value).search(value)
    return match[0] if match else ""


def _find_all(value: Any, pattern: Any, most: Any = -1) -> list[str]:
    found = [match[0] for match in _search(pattern, value).finditer(value)]
    return found if most < 0 else found[:most]


FUNCTIONS = {
    "charAt": _char_at,
    "indexOf": _index_of,
    "lastIndexOf": _last_index_of,
    "substring": _substring,
    "replace": _replace,
    "split": _split,
    "join": _join,
    "lowerAscii": lambda value: _ascii(value, "A", "Z", 32),
    "upperAscii": lambda value: _ascii(value, "a", "z", -32),
    "trim": lambda value: _text(value).strip(_BLANKS),
    "reverse": _reverse,
    "strings.quote": _quote,
    "format": _format,
    "find": _find,
    "findAll": _find_all,
}
