"""Parts of CEL that the engine does not read, said in those it reads: `a.?b.orValue(c)`, `a.?b.hasValue()`, `cel.bind`.

Source: https://pkg.go.dev/github.com/google/cel-go/cel#OptionalTypes, https://pkg.go.dev/github.com/google/cel-go/ext#Bindings.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.schema_store.cel.faults import Unverifiable
from generator.schema_store.cel.tokens import Token

OPENING, CLOSING = ("(", "[", "{", "[?", "{?"), (")", "]", "}")
_BOUND = Token("bound", "map")
"""A `map` that loops over one value only."""


def plain(found: Sequence[Token], most: int) -> list[Token]:
    """The tokens of an equal expression. Raises Unverifiable where there is none, or it has more than `most`."""
    return _Writer(found, most).write(0, len(found))


def receiver(found: Sequence[Token], end: int) -> int:
    """Where the value begins that the tokens before `end` say, such as `self.a[0]` before a dot."""
    place = end - 1
    while place >= 0:
        closed = found[place].text in CLOSING and found[place].kind == "sign"
        if found[place].kind == "sign" and not closed:
            break
        place = (_opening(found, place) if closed else place) - 1
        before = found[place] if place >= 0 else None
        if before is not None and before.text == "." and before.kind == "sign":
            place -= 1
        elif not (closed and before is not None and (before.is_word or before.text in CLOSING)):
            break
    return place + 1


def _opening(found: Sequence[Token], place: int) -> int:
    """The bracket that the one at `place` closes; the first token where there is none."""
    depth = 0
    for n in range(place, -1, -1):
        if found[n].kind == "sign":
            depth += (found[n].text in CLOSING) - (found[n].text in OPENING)
            if depth == 0:
                return n
    return 0


def _signs(*texts: str) -> list[Token]:
    return [Token("sign", text) for text in texts]


class _Writer:
    """Writes the tokens of one expression anew."""

    def __init__(self, found: Sequence[Token], most: int) -> None:
        self._found = found
        self._most = most

    def write(self, start: int, end: int) -> list[Token]:
        out: list[Token] = []
        place = start
        while place < end:
            token = self._found[place]
            if self._is_bind(place):
                place = self._bind(out, place)
            elif token.kind == "sign" and token.text in (".?", "[?"):
                place = self._optional(out, place)
            else:
                out.append(token)
                place += 1
            if len(out) > self._most:
                raise Unverifiable(f"the expression has more than {self._most} parts")
        return out

    def _text(self, place: int) -> str:
        return self._found[place].text if place < len(self._found) and self._found[place].kind != "quoted" else ""

    def _is_bind(self, place: int) -> bool:
        return [self._text(place + n) for n in range(4)] == ["cel", ".", "bind", "("]

    def _bind(self, out: list[Token], place: int) -> int:
        """`cel.bind(x, a, b)` is `[a].map(x, b)[0]`."""
        commas, close = self._arguments(place + 3)
        if len(commas) != 2 or commas[0] != place + 5:
            raise Unverifiable("`cel.bind` wants a name, a value and an expression")
        value = self.write(commas[0] + 1, commas[1])
        body = self.write(commas[1] + 1, close)
        name = self._found[place + 4]
        out += [*_signs("["), *value, *_signs("]", "."), _BOUND, *_signs("("), name, *_signs(","), *body]
        out += [*_signs(")", "["), Token("number", "0"), *_signs("]")]
        return close + 1

    def _optional(self, out: list[Token], place: int) -> int:
        """`a.?b.orValue(c)` is `(has(a.b) ? a.b : (c))`, `a[?'b'].hasValue()` is `('b' in a)`."""
        start = receiver(out, len(out))
        value, known = out[start:], list[Token]()
        del out[start:]
        if not value:
            raise Unverifiable("an optional field of nothing")
        place = self._chain(value, known, place)
        asked = self._text(place + 1) if self._text(place) == "." else ""
        if asked not in ("hasValue", "orValue") or self._text(place + 2) != "(":
            raise Unverifiable(f"`.?` before `{asked or self._text(place) or 'nothing'}` cannot be evaluated here")
        _, close = self._arguments(place + 2)
        if asked == "hasValue":
            out += [*_signs("("), *known, *_signs(")")]
        else:
            other = self.write(place + 3, close)
            out += [*_signs("(", "("), *known, *_signs(")", "?"), *value, *_signs(":", "("), *other, *_signs(")", ")")]
        return close + 1

    def _chain(self, value: list[Token], known: list[Token], place: int) -> int:
        """Follow `.?b.?c['d']`: the value grows, and with it what has to be there."""
        while self._text(place) in (".?", "[?") or (self._text(place) == "." and self._text(place + 2) != "("):
            if known:
                known += _signs("&&")
            if self._text(place) == "[?":
                _, close = self._arguments(place)
                key = self.write(place + 1, close)
                if len(key) != 1 or key[0].kind != "quoted":
                    raise Unverifiable("an optional item that is no text cannot be evaluated here")
                known += [*key, Token("name", "in"), *value]
                value += [*_signs("["), *key, *_signs("]")]
                place = close + 1
            else:
                value += [*_signs("."), self._found[min(place + 1, len(self._found) - 1)]]
                known += [Token("name", "has"), *_signs("("), *value, *_signs(")")]
                place += 2
            if len(value) > self._most or len(known) > self._most:
                raise Unverifiable(f"the expression has more than {self._most} parts")
        return place

    def _arguments(self, opening: int) -> tuple[list[int], int]:
        """The commas between the arguments that begin at a bracket, and the bracket that ends them."""
        commas: list[int] = []
        depth = 0
        for place in range(opening, len(self._found)):
            if self._found[place].kind != "sign":
                continue
            text = self._found[place].text
            depth += (text in OPENING) - (text in CLOSING)
            if depth == 0:
                return commas, place
            if depth == 1 and text == ",":
                commas.append(place)
        raise Unverifiable("a bracket of the expression is not closed")
