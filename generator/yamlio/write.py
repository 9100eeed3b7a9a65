"""The one canonical text of an object: block style, fixed key order, quoted unless every reader sees a string.

Sequences stand at the column of their parent key, as kubectl and kustomize print them. There is no line folding, no
anchor, no flow collection but `{}` and `[]`. Lines end in LF and the text ends in one newline.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any

from generator.yamlio.order import order_key, ordered

__all__ = ["Written", "item", "key", "nested", "order_key", "ordered", "quoted", "scalar", "write"]

# Read as something other than text by at least one YAML 1.1, 1.2 or Go reader. `e1` is a float to the npm package
# `yaml` in 1.1 mode.
_RESERVED = re.compile(r"(?:y|n|yes|no|on|off|true|false|null|none|nan|inf|e[-+]?[0-9]+)\Z", re.IGNORECASE)
_BARE_KEY = re.compile(r"[A-Za-z_/][A-Za-z0-9_./-]{0,127}\Z")
# One line that starts with a letter, `_`, `/` or `--letter`; a colon only before a character that is not a space, a
# space only between two characters of the list: neither `: ` nor ` #` can occur.
_BARE_TEXT = re.compile(
    r"(?:[A-Za-z_/]|--[A-Za-z])"
    r"(?:[A-Za-z0-9_./@=+,()%'-]|:(?=[A-Za-z0-9_./@=+-])| (?=[A-Za-z0-9_./@=(-])){0,255}\Z"
)
# Quantities, durations, dotted versions, addresses and address ranges. No `e`, `E` or `x`: those are numbers somewhere.
_BARE_NUMERIC = re.compile(
    r"(?:[0-9]{1,15}(?:\.[0-9]{1,9})?(?:[numkMGTP]|[KMGTPE]i|%)"
    r"|(?:[0-9]{1,9}(?:ms|[smhdw])){1,4}"
    r"|[0-9]{1,4}(?:\.[0-9]{1,9}){2,3}(?:/[0-9]{1,2})?)\Z"
)
# Control characters, breaks that only some readers know, and what people cannot see.
_UNSEEN = (
    r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufff9-\uffff\U000e0000-\U000e007f"
)
_LITERAL = re.compile(rf"(?!\s)[^\r{_UNSEEN}]*\Z")
_ESCAPED = re.compile(rf'["\\\t\n\r{_UNSEEN}]')
_SHORT = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


LONGEST_KEY = 1000
"""YAML readers look at most 1024 characters ahead for the colon of a key."""


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    code = ord(character)
    return _SHORT.get(character) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def quoted(text: str) -> str:
    """A text in double quotes, on one line."""
    return f'"{_ESCAPED.sub(_escape, text)}"'


def _bare(text: str) -> bool:
    return bool((_BARE_TEXT.match(text) and not _RESERVED.match(text)) or _BARE_NUMERIC.match(text))


def _literal(text: str, indent: int) -> str | None:
    """The text as a literal block, or None where a block would not survive every reader and every editor."""
    if text.endswith("\n\n") or not _LITERAL.match(text):
        return None
    pad = "\n" + " " * (indent + 2)
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if len(lines) == 1 and body == text or any(line.isspace() for line in lines):
        return None
    head = "|" if body is not text and len(body) < len(text) else "|-"
    return head + "".join(pad + line if line else "\n" for line in lines)


@lru_cache(maxsize=65_536)
def _text(text: str, indent: int) -> str:
    if _bare(text):
        return text
    if "\n" in text:
        block = _literal(text, indent)
        if block is not None:
            return block
    return quoted(text)


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError("a number that is not finite cannot be written")
    text = format(Decimal(repr(value)), "f")
    if len(text) > 24:
        mantissa, _, exponent = repr(value).partition("e")
        return (
            f"{mantissa if '.' in mantissa else mantissa + '.0'}e{exponent if exponent[0] in '+-' else '+' + exponent}"
        )
    return text if "." in text else text + ".0"


def scalar(value: Any, indent: int = 0) -> str:
    """A scalar as YAML; `indent` is the column of the key or dash it follows (a literal block stands two deeper)."""
    if isinstance(value, str):
        return _text(value, indent if "\n" in value else 0)
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _number(value)
    raise TypeError(f"cannot write a {type(value).__name__}")


@lru_cache(maxsize=16_384)
def key(text: str) -> str:
    """A mapping key as YAML."""
    if not isinstance(text, str):
        raise TypeError(f"a key must be text, not {type(text).__name__}")
    if len(text) > LONGEST_KEY:
        raise ValueError(f"a key of {len(text)} characters cannot be read back; the limit is {LONGEST_KEY}")
    return text if _BARE_KEY.match(text) and not _RESERVED.match(text) else quoted(text)


@lru_cache(maxsize=16_384)
def _entries(keys: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """The keys of a mapping in written order, each with its text and colon."""
    return tuple((name, key(name) + ":") for name in sorted(keys, key=order_key))


def _emit(value: Any, indent: int, lead: str, out: list[str]) -> None:
    """Append a collection that is not empty as a block at column `indent`; `lead` stands before its first line."""
    pad = "\n" + " " * indent
    append = out.append
    if type(value) is not dict and not isinstance(value, Mapping):
        for element in value:
            append(lead + "-")
            _follow(element, indent, out, True)
            lead = pad
        return
    for name, head in _entries(tuple(value)):
        element = value[name]
        # Most of what is written passes here; `_follow` would do the same.
        kind = type(element)
        if kind is str:
            text = _text(element, indent if "\n" in element else 0)
            append(f"{lead}{head} {text}")
        elif kind is int:
            append(f"{lead}{head} {element}")
        else:
            append(lead + head)
            _follow(element, indent, out)
        lead = pad


def _follow(value: Any, indent: int, out: list[str], listed: bool = False) -> None:
    """Append what stands after a key (or, when `listed`, after a dash) at column `indent`."""
    kind = type(value)
    if kind is str:
        out.append(" " + _text(value, indent if "\n" in value else 0))
        return
    many = kind is list or kind is tuple
    if not many and kind is not dict:
        if not isinstance(value, (list, tuple, Mapping)):
            out.append(" " + scalar(value, indent))
            return
        many = not isinstance(value, Mapping)
    if not value:
        out.append(" []" if many else " {}")
    elif listed:
        _emit(value, indent + 2, " ", out)
    else:
        column = indent if many else indent + 2
        _emit(value, column, "\n" + " " * column, out)


def nested(value: Any, indent: int) -> str:
    """What follows `key:` for a key at column `indent`: starts with a space (inline) or a newline (block)."""
    out: list[str] = []
    _follow(value, indent, out)
    return "".join(out)


def item(value: Any, indent: int) -> str:
    """What follows the dash of a sequence item whose dash stands at column `indent`; starts with a space."""
    out: list[str] = []
    _follow(value, indent, out, True)
    return "".join(out)


def write(body: Any) -> str:
    """The canonical text of one object."""
    if isinstance(body, (dict, list, tuple, Mapping)) and body:
        out: list[str] = []
        _emit(body, 0, "", out)
        return "".join(out) + "\n"
    return nested(body, 0)[1:] + "\n"


class Written:
    """An object whose text is made when first asked for (a model.Content).

    `keys` are all keys of the body, however deep, and perhaps some more; None where nobody counted them.
    """

    def __init__(self, body: Mapping[str, Any], keys: frozenset[str] | None = None) -> None:
        self.body: Mapping[str, Any] = body
        self.keys = keys

    @cached_property
    def text(self) -> str:
        return write(self.body)
