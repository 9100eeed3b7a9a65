"""Where in a PromQL text the fault sits that the parser names without a place.

The parser's message often quotes a word, which is looked up; for plain syntax errors the grammar is walked over the
words until the first one that cannot follow.
Source: prometheus promql/parser/generated_parser.y.
"""

from __future__ import annotations

import re

from generator.facts.promql_tokens import Token, tokens

AGGREGATIONS = frozenset(
    ("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "quantile", "topk", "bottomk", "count_values")
    + ("limitk", "limit_ratio")
)
_INFIX = frozenset(("==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "^", "and", "or", "unless", "atan2"))
_CALLED = re.compile(r"(?:call to function|function with name|call to) '([^']+)'")
_REGEX = re.compile(r"illegal regex for (.*)\Z", re.DOTALL)
_QUOTED = re.compile(r"'([^']+)'")


def place_of(text: str, message: str) -> int | None:
    """Characters from the start of `text` to the fault that `message` tells of; None when it cannot be told."""
    found = tokens(text)
    called = _CALLED.search(message)
    if called:
        return next((t.place for t in found if t.kind == "name" and t.text == called[1]), None)
    regex = _REGEX.search(message)
    if regex:
        return next((t.place for t in found if t.kind == "text" and _bare(t.text) == regex[1]), None)
    quoted = _QUOTED.search(message)
    if quoted:
        return next((t.place for t in found if t.text == quoted[1]), None)
    if "aggregat" in message:
        return next((t.place for t in found if t.text in AGGREGATIONS), None)
    if "invalid promql query" in message:
        return _Walk(found, len(text.rstrip())).first_strange()
    return None


def _bare(text: str) -> str:
    return text[1:-1] if text.startswith("`") else text[1:-1].replace("\\\\", "\\")


class _Stop(Exception):
    """The walk met a word that cannot follow."""


class _Walk:
    """One pass over the words; brackets are known to match and to nest no deeper than the scan allows."""

    def __init__(self, found: tuple[Token, ...], end: int) -> None:
        self._found = found
        self._next = 0
        self._end = end

    def first_strange(self) -> int | None:
        try:
            self._expression()
        except _Stop:
            return self._place()
        return self._place() if self._next < len(self._found) else None

    def _place(self) -> int:
        return self._found[self._next].place if self._next < len(self._found) else self._end

    def _peek(self) -> str:
        return self._found[self._next].text if self._next < len(self._found) else ""

    def _kind(self) -> str:
        return self._found[self._next].kind if self._next < len(self._found) else ""

    def _take(self, *wanted: str) -> bool:
        if self._peek() in wanted and self._kind() != "text":
            self._next += 1
            return True
        return False

    def _want(self, *wanted: str) -> None:
        if not self._take(*wanted):
            raise _Stop

    def _want_kind(self, *kinds: str) -> None:
        if self._kind() not in kinds:
            raise _Stop
        self._next += 1

    def _expression(self) -> None:
        self._operand()
        while self._peek() in _INFIX and self._kind() != "text":
            self._next += 1
            self._take("bool")
            if self._take("on", "ignoring"):
                self._labels()
            if self._take("group_left", "group_right") and self._peek() == "(":
                self._labels()
            self._operand()

    def _operand(self) -> None:
        while self._take("+", "-"):
            pass
        kind = self._kind()
        if kind in ("number", "duration", "text"):
            self._next += 1
        elif self._take("("):
            self._expression()
            self._want(")")
        elif self._peek() == "{":
            self._matchers()
        elif kind == "name":
            self._named()
        else:
            raise _Stop
        self._modifiers()

    def _named(self) -> None:
        word = self._peek().lower()
        self._next += 1
        grouped = False
        if word in AGGREGATIONS and self._take("by", "without"):
            self._labels()
            grouped = True
        if self._peek() == "(":
            self._arguments()
            if word in AGGREGATIONS and not grouped and self._take("by", "without"):
                self._labels()
        elif grouped:
            raise _Stop
        elif self._peek() == "{":
            self._matchers()

    def _arguments(self) -> None:
        self._want("(")
        if self._take(")"):
            return
        self._expression()
        while self._take(","):
            self._expression()
        self._want(")")

    def _labels(self) -> None:
        self._want("(")
        while self._kind() in ("name", "text"):
            self._next += 1
            if not self._take(","):
                break
        self._want(")")

    def _matchers(self) -> None:
        self._want("{")
        while self._kind() in ("name", "text"):
            alone = self._kind() == "text"
            self._next += 1
            if self._take("=", "!=", "=~", "!~"):
                self._want_kind("text")
            elif not alone:
                raise _Stop
            if not self._take(","):
                break
        self._want("}")

    def _modifiers(self) -> None:
        while True:
            if self._take("["):
                self._want_kind("duration", "number")
                if self._take(":") and self._kind() in ("duration", "number"):
                    self._next += 1
                self._want("]")
            elif self._take("offset"):
                self._take("-", "+")
                self._want_kind("duration", "number")
            elif self._take("@"):
                self._instant()
            else:
                return

    def _instant(self) -> None:
        if self._take("start", "end"):
            self._want("(")
            self._want(")")
            return
        self._take("-", "+")
        self._want_kind("duration", "number")
