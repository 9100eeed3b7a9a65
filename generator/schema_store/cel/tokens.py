"""CEL text into tokens: enough of the language to know what an expression calls and how far it may loop.

Source: https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from generator.schema_store.cel.faults import Unverifiable

_TOKEN = re.compile(
    r"""(?P<space>\s+|//[^\n]*)
    |(?P<text>(?:[rR][bB]?|[bB][rR]?)?(?:\"{3}(?s:.*?)(?<!\\)\"{3}|'{3}(?s:.*?)(?<!\\)'{3}))
    |(?P<raw>(?:[rR][bB]?|[bB][rR])(?:"[^"\n]*"|'[^'\n]*'))
    |(?P<quoted>[bB]?(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
    |(?P<number>0[xX][0-9a-fA-F]+[uU]?|[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?[uU]?)
    |(?P<name>[A-Za-z_][A-Za-z0-9_]*)
    |(?P<sign>&&|\|\||[<>=!]=|\.\?|\[\?|\{\?|[-+*/%<>!?:.,()\[\]{}`])""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression: `name`, `number`, `quoted` (any string), `sign`, or `bound` (a name we wrote)."""

    kind: str
    text: str

    @property
    def is_name(self) -> bool:
        return self.kind == "name"

    @property
    def is_word(self) -> bool:
        return self.kind in ("bound", "name")


def tokens(expression: str) -> Iterator[Token]:
    """The tokens without white space and comments. Raises Unverifiable where the text is no CEL."""
    place = 0
    while place < len(expression):
        match = _TOKEN.match(expression, place)
        if match is None:
            raise Unverifiable(f"the expression is no CEL at {expression[place : place + 20]!r}")
        place = match.end()
        kind = str(match.lastgroup)
        if kind != "space":
            yield Token("quoted" if kind in ("text", "raw") else kind, match[0])
