"""The syntax of RE2 regular expressions as a tree; what Go refuses is refused.

Source: https://github.com/google/re2/wiki/Syntax and Go's regexp/syntax.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union

from generator.facts import re2_classes as classes

REPEATS = 1000
"""The largest count of a repetition."""

_DEPTH = 200


class Refused(Exception):
    """Go refuses the expression; the text says why."""


@dataclass(frozen=True, slots=True)
class Literal:
    """One character; `fold` ignores its case."""

    character: str
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Set:
    """One character of the ranges (code points, both ends within), or of none of them."""

    ranges: tuple[tuple[int, int], ...]
    negated: bool = False
    fold: bool = False


@dataclass(frozen=True, slots=True)
class Sequence:
    """One after the other."""

    parts: tuple[Node, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Any one of them."""

    options: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """`least` to `most` times; `most` is None without an end."""

    body: Node
    least: int
    most: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A place without width: start, end, word or inside (no word edge)."""

    kind: str


Node = Union[Literal, Set, Sequence, Choice, Repeat, Edge]  # noqa: UP007


def parse(pattern: str) -> Node:
    """The tree of an expression, with `.` matching line breaks too. Raises Refused."""
    reader = _Reader(pattern)
    node = reader.choice(0)
    if reader.place < len(pattern):
        raise Refused("`)` closes nothing")
    return node


class _Reader:
    """One pass over an expression."""

    def __init__(self, pattern: str) -> None:
        self.text = pattern
        self.place = 0
        self.fold = False
        self.dot_all = True

    def _peek(self, length: int = 1) -> str:
        return self.text[self.place : self.place + length]

    def choice(self, depth: int) -> Node:
        if depth > _DEPTH:
            raise Refused("it nests too deeply")
        options = [self._sequence(depth)]
        while self._peek() == "|":
            self.place += 1
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options))

    def _sequence(self, depth: int) -> Node:
        parts: list[Node] = []
        while self.place < len(self.text) and self._peek() not in "|)":
            if self._peek(2) == "\\Q":
                parts += self._quoted()
                continue
            atom = self._atom(depth)
            if atom is None:
                continue
            parts.append(self._repeated(atom))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _quoted(self) -> list[Node]:
        end = self.text.find("\\E", self.place + 2)
        inner = self.text[self.place + 2 : end if end >= 0 else len(self.text)]
        self.place = end + 2 if end >= 0 else len(self.text)
        return [Literal(character, self.fold) for character in inner]

    def _atom(self, depth: int) -> Node | None:
        character = self._peek()
        if character in "*+?":
            raise Refused(f"`{character}` has nothing to repeat")
        if character == "(":
            return self._group(depth)
        if character == "[":
            return self._set()
        if character == "\\":
            return self._escape()
        self.place += 1
        if character == ".":
            return Set(((0, 0x10FFFF),)) if self.dot_all else Set(((10, 10),), True)
        if character in "^$":
            return Edge("start" if character == "^" else "end")
        return Literal(character, self.fold)

    def _repeated(self, atom: Node) -> Node:
        bounds = self._bounds()
        if bounds is None:
            return atom
        before = self.place
        if self._bounds() is not None:
            raise Refused(f"one repetition right after another: `{self.text[before - 1 : self.place]}`")
        return Repeat(atom, *bounds)

    def _bounds(self) -> tuple[int, int | None] | None:
        """A repetition and its `?`, or None with nothing taken."""
        sign = self._peek()
        found: tuple[int, int | None] | None = None
        if sign and sign in "*+?":
            found = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
            self.place += 1
        elif sign == "{":
            found = self._counts()
        if found is not None and self._peek() == "?":
            self.place += 1
        return found

    def _counts(self) -> tuple[int, int | None] | None:
        end = self.text.find("}", self.place)
        low, comma, high = self.text[self.place + 1 : max(end, 0)].partition(",")
        if end < 0 or not _whole(low) or (high and not _whole(high)):
            return None
        least, most = int(low), int(high) if high else (None if comma else int(low))
        if least > REPEATS or (most or 0) > REPEATS:
            raise Refused(f"a repetition of more than {REPEATS}")
        if most is not None and most < least:
            raise Refused(f"a repetition of at least {least} and at most {most}")
        self.place = end + 1
        return least, most

    def _group(self, depth: int) -> Node | None:
        self.place += 1
        fold, dot_all = self.fold, self.dot_all
        if self._peek() == "?" and not self._opened():
            return None
        node = self.choice(depth + 1)
        if self._peek() != ")":
            raise Refused("`(` is not closed")
        self.place += 1
        self.fold, self.dot_all = fold, dot_all
        return node

    def _opened(self) -> bool:
        """Read `?...` of a group; False when it only sets flags for what follows."""
        for opening in ("?P<", "?<"):
            if self._peek(len(opening)) == opening and self._peek(len(opening) + 1)[-1] not in "=!":
                end = self.text.find(">", self.place)
                name = self.text[self.place + len(opening) : max(end, 0)]
                if end < 0 or not name.isidentifier() or not name.isascii():
                    raise Refused("a group whose name is not one")
                self.place = end + 1
                return True
        if self._peek(2) in ("?=", "?!", "?<"):
            raise Refused("look-around is not part of RE2")
        return self._flags()

    def _flags(self) -> bool:
        self.place += 1
        value = True
        start = self.place
        while self.place < len(self.text):
            flag = self._peek()
            self.place += 1
            if flag == "-" and value:
                value = False
            elif flag == "i":
                self.fold = value
            elif flag == "s":
                self.dot_all = value
            elif flag in ("m", "U"):
                pass
            elif flag in (":", ")"):
                return flag == ":"
            else:
                break
        raise Refused(f"`(?{self.text[start : self.place]}` is no group that RE2 knows")

    def _escape(self) -> Node:
        following = self.text[self.place + 1 : self.place + 2]
        if following in ("A", "z", "b", "B"):
            self.place += 2
            return Edge({"A": "start", "z": "end", "b": "word", "B": "inside"}[following])
        ranges, self.place = self._class_escape()
        if len(ranges) == 1 and ranges[0][0] == ranges[0][1]:
            return Literal(chr(ranges[0][0]), self.fold)
        return Set(ranges, fold=self.fold)

    def _class_escape(self) -> tuple[classes.Ranges, int]:
        try:
            return classes.escape(self.text, self.place)
        except ValueError as error:
            raise Refused(str(error)) from error

    def _set(self) -> Node:
        try:
            ranges, negated, self.place = classes.bracket(self.text, self.place)
        except ValueError as error:
            raise Refused(str(error)) from error
        return Set(ranges, negated, self.fold)


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 9
