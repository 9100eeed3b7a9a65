"""Regular expressions in linear time: all alternatives at once, one character after the other (Thompson's method)."""

from __future__ import annotations

import re
from functools import lru_cache

DOT = "[^\\n\\r\u2028\u2029]"
"""What `.` takes in ECMA 262: anything but the end of a line."""
_STEPS = 5000
_QUANTIFIER = re.compile(r"(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})(\??)")
_GROUP = re.compile(r"\((?:\?(?:P?<[A-Za-z_]\w*>|([ims]*):))?(?!\?)")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|[^bBxuAZ0-9])", re.DOTALL)

_ONE, _SPLIT, _START, _END, _MATCH = range(5)
Step = tuple[int, "re.Pattern[str] | None", int, int]
"""What to do, the one character it takes, and the steps that may follow."""


class Unsupported(Exception):
    """The pattern uses look-around, a back reference or a word boundary, or is too large."""


@lru_cache(maxsize=1024)
def compile_automaton(pattern: str) -> Automaton:
    """The automaton of a pattern that `re` has accepted. Raises Unsupported."""
    return Automaton(_Parser(pattern).steps())


class Automaton:
    """Steps that are followed all at once."""

    def __init__(self, steps: list[Step]) -> None:
        self._steps = steps

    def search(self, text: str) -> bool:
        """Whether a match begins anywhere in the text."""
        last = len(text)
        current: set[int] = set()
        for position in range(last + 1):
            self._reach(0, position, last, current)
            if any(self._steps[step][0] == _MATCH for step in current):
                return True
            if position == last:
                return False
            following: set[int] = set()
            char = text[position]
            for step in current:
                kind, atom, target, _ = self._steps[step]
                if kind == _ONE and atom is not None and atom.fullmatch(char):
                    self._reach(target, position + 1, last, following)
            current = following
        return False

    def _reach(self, step: int, position: int, last: int, found: set[int]) -> None:
        """Add a step and every step that follows it without taking a character."""
        stack = [step]
        while stack:
            step = stack.pop()
            if step in found:
                continue
            kind, _, target, other = self._steps[step]
            if (kind == _START and position > 0) or (kind == _END and position < last):
                continue
            found.add(step)
            if kind in (_SPLIT, _START, _END):
                stack.append(target)
                if other >= 0:
                    stack.append(other)


class _Parser:
    """Turns a pattern into steps, from the end to the start, so that every step knows what follows it."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self._steps: list[Step] = []

    def steps(self) -> list[Step]:
        tree, end = self._alternatives(0, "")
        if end != len(self._pattern):
            raise Unsupported
        match = self._add(_MATCH, None, -1)
        start = self._emit(tree, match)
        # The automaton begins at step 0: put a step there that leads to the real beginning.
        moved = [(kind, atom, _moved(target), _moved(other)) for kind, atom, target, other in self._steps]
        return [(_SPLIT, None, start + 1, -1), *moved]

    def _alternatives(self, position: int, flags: str) -> tuple[list[object], int]:
        """`a|b|c` up to the closing bracket or the end: a list of sequences."""
        branches: list[object] = []
        while True:
            sequence, position = self._sequence(position, flags)
            branches.append(sequence)
            if self._pattern[position : position + 1] != "|":
                return ["|", *branches], position
            position += 1

    def _sequence(self, position: int, flags: str) -> tuple[list[object], int]:
        items: list[object] = ["."]
        while position < len(self._pattern) and self._pattern[position] not in "|)":
            item, position = self._item(position, flags)
            match = _QUANTIFIER.match(self._pattern, position)
            if match:
                low, high = _counts(match)
                item, position = ["{", low, high, item], match.end()
            items.append(item)
        return items, position

    def _item(self, position: int, flags: str) -> tuple[object, int]:
        char = self._pattern[position]
        if char == "(":
            match = _GROUP.match(self._pattern, position)
            if not match:
                raise Unsupported
            tree, end = self._alternatives(match.end(), flags + (match[1] or ""))
            return tree, end + 1
        if char in "^$":
            if "m" in flags:
                raise Unsupported
            return char, position + 1
        form = {"[": _CLASS, "\\": _ESCAPE}.get(char)
        if form is None:
            return self._one(DOT if char == "." else re.escape(char), flags), position + 1
        match = form.match(self._pattern, position)
        if not match:
            raise Unsupported
        return self._one(match[0], flags), match.end()

    def _one(self, text: str, flags: str) -> re.Pattern[str]:
        wanted = re.ASCII | (re.IGNORECASE if "i" in flags else 0)
        try:
            return re.compile(text, wanted)
        except re.error as error:
            raise Unsupported from error

    def _add(self, kind: int, atom: re.Pattern[str] | None, target: int, other: int = -1) -> int:
        if len(self._steps) >= _STEPS:
            raise Unsupported
        self._steps.append((kind, atom, target, other))
        return len(self._steps) - 1

    def _emit(self, tree: object, following: int) -> int:
        """Write the steps of a tree that is followed by `following`; returns the first of them."""
        if isinstance(tree, re.Pattern):
            return self._add(_ONE, tree, following)
        if isinstance(tree, str):
            return self._add(_START if tree == "^" else _END, None, following)
        assert isinstance(tree, list)
        if tree[0] == ".":
            for item in reversed(tree[1:]):
                following = self._emit(item, following)
            return following
        if tree[0] == "|":
            first = self._emit(tree[-1], following)
            for branch in reversed(tree[1:-1]):
                first = self._add(_SPLIT, None, self._emit(branch, following), first)
            return first
        return self._repeat(tree[1], tree[2], tree[3], following)

    def _repeat(self, low: int, high: int | None, item: object, following: int) -> int:
        if high is None:
            loop = self._add(_SPLIT, None, following, -1)
            again = self._emit(item, loop)
            self._steps[loop] = (_SPLIT, None, following, again)
            following = loop
        else:
            after = following
            for _ in range(high - low):
                following = self._add(_SPLIT, None, self._emit(item, following), after)
        for _ in range(low):
            following = self._emit(item, following)
        return following


def _moved(step: int) -> int:
    return step + 1 if step >= 0 else step


def _counts(match: re.Match[str]) -> tuple[int, int | None]:
    """The least and the greatest number of repetitions; None is no limit."""
    if match[1]:
        return {"*": (0, None), "+": (1, None), "?": (0, 1)}[match[1]]
    low = int(match[2])
    if not match[3]:
        return low, low
    return low, int(match[4]) if match[4] else None
