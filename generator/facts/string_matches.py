"""Istio StringMatches: whether one admits every text that another admits. Only what can be proven counts.

Source: https://istio.io/latest/docs/reference/config/networking/virtual-service/#StringMatch; regular expressions
match the whole text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts.re2 import matches, texts

EXACT, PREFIX, REGEX, PRESENT = "exact", "prefix", "regex", "present"

_LITERAL = re.compile(r"(?:[^\\.+*?()|\[\]{}^$]|\\[^A-Za-z0-9])*")
_REPEATS = ("*", "?", "{")


@dataclass(frozen=True, slots=True)
class TextMatch:
    """One condition on a text: `kind` is EXACT, PREFIX, REGEX or PRESENT (whatever it says)."""

    kind: str
    text: str = ""


def text_match(node: Any) -> TextMatch | None:
    """A StringMatch as written, in its plainest form; None for what is none. An empty one asks for presence."""
    if not isinstance(node, Mapping):
        return None
    for kind in (EXACT, PREFIX, REGEX):
        value = node.get(kind)
        if isinstance(value, str):
            return _plain_regex(value) if kind == REGEX else TextMatch(kind, value)
    return TextMatch(PRESENT) if not node else None


@lru_cache(maxsize=4096)
def _plain_regex(pattern: str) -> TextMatch:
    """A regular expression that is only a text, or a text and then anything, as what it is."""
    if pattern == "*":
        # No regular expression: behind withoutHeaders it asks for presence.
        return TextMatch(PRESENT)
    literal, rest = _leading(pattern)
    if rest == "":
        return TextMatch(EXACT, literal)
    if rest == ".*":
        return TextMatch(PREFIX, literal)
    return TextMatch(REGEX, pattern)


def _leading(pattern: str) -> tuple[str, str]:
    """The text that every match begins with, and the rest of the pattern."""
    if "|" in pattern:
        return "", pattern
    found = _LITERAL.match(pattern)
    end = found.end() if found else 0
    if end and pattern[end:].startswith(_REPEATS):
        # What is repeated may be absent: its last character proves nothing.
        end -= 2 if pattern[end - 2 : end - 1] == "\\" else 1
    return re.sub(r"\\(.)", r"\1", pattern[:end]), pattern[end:]


def admits_all(match: TextMatch | None, *, path: bool = False) -> bool:
    """Whether a condition holds for every text; a path always begins with a slash."""
    return match is None or (match.kind == PREFIX and match.text in (("", "/") if path else ("",)))


def implies(later: TextMatch | None, earlier: TextMatch | None, *, path: bool = False) -> bool:
    """Whether every text that `later` admits is proven to be admitted by `earlier`; None admits all."""
    if admits_all(earlier, path=path):
        return True
    if later is None or earlier is None:
        return False
    if earlier.kind == PRESENT or later == earlier:
        return True
    if later.kind == PRESENT:
        return False
    if later.kind == REGEX:
        listed = texts(later.text)
        if listed:
            return all(implies(TextMatch(EXACT, text), earlier, path=path) for text in listed)
    if earlier.kind == EXACT:
        return False
    begins = _leading(later.text)[0] if later.kind == REGEX else later.text
    if earlier.kind == PREFIX:
        return begins.startswith(earlier.text)
    if later.kind == EXACT:
        return matches(earlier.text, later.text)
    # `.+` is the one regular expression that every text with a known beginning fits.
    return earlier.text == ".+" and begins != ""


def folded(match: TextMatch) -> TextMatch:
    """The condition in lower case, for comparing without regard to case; regular expressions stay."""
    return match if match.kind == REGEX else TextMatch(match.kind, match.text.lower())


def caseless(match: TextMatch) -> bool:
    """Whether a condition has no letter, so that case cannot matter."""
    return match.kind != REGEX and match.text.lower() == match.text.upper()
