"""What an expression calls, what it names and how much work it may be, known before it runs.

The engine has no limit of its own and overflows the stack on endless chains: nothing reaches it that is not bounded
here.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from generator.schema_store.cel.faults import Unverifiable
from generator.schema_store.cel.plain import plain, receiver
from generator.schema_store.cel.tokens import Token, tokens

_LONGEST = 8_192
_MOST_TOKENS = 1_000
"""A chain of half as many operators needs half a megabyte of stack."""
_DEEPEST = 30
_LOOPS = {"all": (2,), "exists": (2,), "exists_one": (2,), "filter": (2,), "map": (2, 3)}
"""The macros, and how many arguments the engine knows each with."""
_BUILT_IN = {"bytes", "contains", "dyn", "endsWith", "has", "hasValue", "matches", "optional.none", "optional.of",
             "optional.ofNonZeroValue", "or", "orValue", "startsWith", "timestamp", "type", "uint", "value",
             "getDate", "getDayOfMonth", "getDayOfWeek", "getDayOfYear", "getFullYear", "getHours", "getMilliseconds",
             "getMinutes", "getMonth", "getSeconds"}  # fmt: skip
_LIBRARIES = {"authorizer", "base64", "cel", "format", "jsonpatch", "lists", "math", "sets", "strings"}
OURS = ("double", "duration", "int", "size", "string")
"""Functions that the engine has and we replace: they count bytes, or take what Go refuses."""
_SPLITTING = {"findAll", "split"}
_PATTERN = 20_000
"""Steps that a regular expression may cost to be made, when nothing is known about it."""
_REWRITTEN = (".?", "[?", "bind")


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression. `text` is for the engine, `weights` the steps in each depth of loops, outermost first.

    `selected` are the field names it reads by a dot. `absorbs` says that CEL may pass over an error where the engine
    stops. `literal` is the longest list it writes, `grows` how many lists it may loop over as one, `splits` says that
    it loops over a text.
    """

    text: str
    weights: tuple[int, ...]
    selected: frozenset[str]
    absorbs: bool
    literal: int
    grows: int
    splits: bool

    def cost(self, longest: int, size: int, text: int) -> float:
        """Most steps of one evaluation: `longest` list or map of the data, `size` of all, longest `text` in it."""
        width = max(longest, self.literal, text if self.splits else 0) * self.grows
        steps = sum(weight * float(width) ** depth for depth, weight in enumerate(self.weights))
        return steps * (1 + size / 4096)


@lru_cache(maxsize=4096)
def read(expression: str, functions: frozenset[str]) -> Expression:
    """What is known about an expression. Raises Unverifiable for what the engine cannot run, or not safely.

    `functions` are those the engine is given, beside its own.
    """
    if len(expression) > _LONGEST:
        raise Unverifiable(f"the expression is longer than {_LONGEST} characters")
    found: list[Token] = []
    for token in tokens(expression):
        found.append(token)
        if len(found) > _MOST_TOKENS:
            raise Unverifiable(f"the expression has more than {_MOST_TOKENS} parts")
    if any(token.text in _REWRITTEN for token in found):
        found = plain(found, _MOST_TOKENS)
    return _Reader(found, functions).read()


@lru_cache(maxsize=4096)
def compares(expression: str) -> bool:
    """Whether an expression asks for the object before a change."""
    if "oldSelf" not in expression:
        return False
    try:
        return any(token.is_name and token.text == "oldSelf" for token in tokens(expression))
    except Unverifiable:
        return False


class _Reader:
    """One pass over the tokens."""

    def __init__(self, found: list[Token], functions: Collection[str]) -> None:
        self._tokens = found
        self._known = functions
        self._open: list[tuple[str, int]] = []
        self._text: list[str] = []
        self._weights = [0]
        self._selected: set[str] = set()
        self._loops: set[str] = set()
        self._called: set[str] = set()
        self._literal = 1
        self._grows = 1

    def read(self) -> Expression:
        for place, token in enumerate(self._tokens):
            self._step(place, token)
            self._text.append(self._renamed(place, token))
        signs = [token.text for token in self._tokens if token.kind == "sign"]
        return Expression(
            text=" ".join(self._text),
            weights=tuple(self._weights),
            selected=frozenset(self._selected),
            absorbs="exists" in self._loops or ("all" in self._loops and self._turns(signs)),
            literal=self._literal,
            grows=self._grows,
            splits=bool(self._called & _SPLITTING),
        )

    def _turns(self, signs: list[str]) -> bool:
        """Whether the outcome of `all` may be used for anything but being demanded."""
        after = {self._tokens[n + 1].text for n in range(len(self._tokens) - 1) if self._tokens[n].text == ")"}
        return "!" in signs or bool(after & {"?", "==", "!="})

    def _step(self, place: int, token: Token) -> None:
        if token.kind == "sign":
            self._sign(place, token.text)
        elif token.is_name:
            self._name(place, token.text)
        depth = sum(1 for opened, _ in self._open if opened in _LOOPS)
        while len(self._weights) <= depth:
            self._weights.append(0)
        self._weights[depth] += self._weight(place, token)

    def _sign(self, place: int, sign: str) -> None:
        if sign in ("{?", "`"):
            raise Unverifiable(f"the expression uses `{sign}`, which cannot be evaluated here")
        if sign in ("(", "[", "{"):
            self._open.append((self._callee(place) if sign == "(" else sign, 1))
            if len(self._open) > _DEEPEST:
                raise Unverifiable(f"the expression is nested deeper than {_DEEPEST} levels")
        elif sign in (")", "]", "}") and self._open:
            name, commas = self._open.pop()
            self._literal = max(self._literal, commas if sign != ")" else 1)
            if name in _LOOPS and commas not in _LOOPS[name]:
                raise Unverifiable(f"the function `{name}` with {commas} arguments cannot be evaluated here")
        elif sign == "," and self._open:
            name, commas = self._open[-1]
            self._open[-1] = name, commas + 1

    def _name(self, place: int, name: str) -> None:
        if self._is_call(place):
            called = self._callee(place + 1)
            self._called.add(called)
            if called in _LOOPS:
                self._loops.add(called)
                self._grows += self._added(place - 1)
            elif called not in self._known and called not in _BUILT_IN:
                space = self._tokens[place - 2].text if place > 1 and self._tokens[place - 1].text == "." else ""
                whole = f"{space}.{called}" if space in _LIBRARIES else called
                raise Unverifiable(f"the function `{whole}` is not known here")
        elif place and self._tokens[place - 1].text == ".":
            self._selected.add(name)

    def _added(self, dot: int) -> int:
        """How often what the macro behind a dot loops over is put together with `+`."""
        return sum(token.text == "+" for token in self._tokens[receiver(self._tokens, dot) : dot])

    def _is_call(self, place: int) -> bool:
        return place + 1 < len(self._tokens) and self._tokens[place + 1].text == "("

    def _callee(self, place: int) -> str:
        """The function whose arguments begin at `place`: `math.greatest` whole, of `a.b.all` the last name only."""
        if not place or not self._tokens[place - 1].is_name:
            return "("
        name = self._tokens[place - 1].text
        if place > 2 and self._tokens[place - 2].text == ".":
            whole = f"{self._tokens[place - 3].text}.{name}"
            first = place < 4 or self._tokens[place - 4].text != "."
            if first and (whole in self._known or whole in _BUILT_IN):
                return whole
        return name

    def _renamed(self, place: int, token: Token) -> str:
        return f"{token.text}_" if token.text in OURS and token.is_name and self._is_call(place) else token.text

    def _weight(self, place: int, token: Token) -> int:
        """Steps of one token; a regular expression is made anew in every round."""
        if not (token.is_name and token.text in ("matches", "find", "findAll") and self._is_call(place)):
            return 1
        pattern = next((t for t in self._tokens[place + 2 :] if t.kind == "quoted" or t.text == ")"), token)
        return pattern_cost(pattern.text) if pattern.kind == "quoted" else _PATTERN


def pattern_cost(pattern: str) -> int:
    """Steps that making a regular expression may take."""
    plain = "{" not in pattern and "\\p" not in pattern and "\\P" not in pattern
    # Each of these stands for hundreds of ranges of Unicode.
    classes = 1_000 * sum(pattern.count(sign) for sign in ("\\w", "\\d", "\\s", "\\W", "\\D", "\\S", "\\b"))
    return min(200 + len(pattern) * 5 + classes, _PATTERN) if plain else _repeated(pattern, classes)


def _repeated(pattern: str, classes: int) -> int:
    times = 1
    for most in re.findall(r"\{(?:[0-9]*,)?([0-9]+)\}", pattern):
        times *= max(1, min(int(most), 1_000))
    unicode_classes = 1_000 * (pattern.count("\\p") + pattern.count("\\P"))
    return min(200 + len(pattern) * 5 + times * (2 + classes + unicode_classes), _PATTERN * 20)
