"""The two dialects we read: values (strict, written by people for us) and manifests (whatever kubectl reads)."""

from __future__ import annotations

import math
import struct
import sys
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from generator.yamlio.characters import ESCAPED_FORBIDDEN, INVISIBLE_IN_KEY, UNICODE_SYNTAX
from generator.yamlio.limits import MANIFESTS, VALUES, Limits
from generator.yamlio.resolvers import Reading, go
from generator.yamlio.scalars import REFUSED, plain


@dataclass(frozen=True, slots=True)
class Dialect:
    """How scalars and keys become data; `plain`, `plain_key`, `quoted_key` return REFUSED for what is not allowed."""

    name: str
    limits: Limits
    plain: Callable[[str], Any]
    plain_key: Callable[[str], Any]
    quoted_key: Callable[[str], Any]

    @property
    def strict(self) -> bool:
        """One document, a mapping, without anchors, tags, directives and characters that deceive the eye."""
        return self.name == "values"


def _values_quoted_key(text: str) -> Any:
    if not text or len(text) > VALUES.key or ESCAPED_FORBIDDEN.search(text) or INVISIBLE_IN_KEY.search(text):
        return REFUSED
    return sys.intern(text)


@lru_cache(maxsize=16_384)
def _values_plain_key(text: str) -> Any:
    key = plain(text)
    if not isinstance(key, str) or (not text.isascii() and UNICODE_SYNTAX.search(text)):
        return REFUSED
    return _values_quoted_key(key)


@lru_cache(maxsize=16_384)
def _values_plain(text: str) -> Any:
    return REFUSED if not text.isascii() and UNICODE_SYNTAX.search(text) else plain(text)


def _go_plain(text: str) -> Any:
    """As Go reads it, after the detour over JSON: no infinite number."""
    value = go(text)
    if isinstance(value, Reading):
        return text
    return REFUSED if isinstance(value, float) and not math.isfinite(value) else value


def _single(value: float) -> float:
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return math.copysign(math.inf, value)


def _go_number_key(value: float) -> str:
    """A float as the text of a key: Go's shortest `%g` of its 32-bit form."""
    single = _single(value)
    if not math.isfinite(single):
        return ".nan" if single != single else ".inf" if single > 0 else "-.inf"
    digits = next(text for size in range(9) if _single(float(text := f"{single:.{size}e}")) == single)
    mantissa, _, exponent = digits.partition("e")
    if -4 <= int(exponent) < 6:
        return format(Decimal(digits), "f") if single else mantissa
    return f"{mantissa}e{exponent[0]}{exponent[1:].rjust(2, '0')}"


@lru_cache(maxsize=16_384)
def _go_plain_key(text: str) -> Any:
    """Keys become text as sigs.k8s.io/yaml makes them: `on:` is the key `true`."""
    value = go(text)
    if value is None or isinstance(value, Reading) or len(text) > MANIFESTS.key:
        return REFUSED
    if isinstance(value, bool):
        return "true" if value else "false"
    return sys.intern(_go_number_key(value) if isinstance(value, float) else str(value))


def _go_quoted_key(text: str) -> Any:
    return sys.intern(text) if len(text) <= MANIFESTS.key else REFUSED


VALUES_DIALECT = Dialect("values", VALUES, _values_plain, _values_plain_key, _values_quoted_key)
MANIFEST_DIALECT = Dialect("manifest", MANIFESTS, _go_plain, _go_plain_key, _go_quoted_key)
