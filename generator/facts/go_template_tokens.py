"""The actions of a Go template as words with their places.

Source: Go's text/template/parse/lex.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)|(?P<text>"(?:[^"\\\n]|\\.)*"|`[^`]*`)|(?P<rune>'(?:[^'\\\n]|\\.)+')"""
    r"|(?P<assign>:=|=)|(?P<variable>\$[A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<number>[+-]?(?:0[xXbBoO][0-9a-fA-F_]+|[0-9][0-9_]*(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?))"
    r"|(?P<field>(?:\.[A-Za-z_][A-Za-z0-9_]*)+|\.)|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<open>\()|(?P<close>\)(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|(?P<pipe>\|)|(?P<comma>,)|(?P<other>.)",
    re.DOTALL,
)
_DEPTH = 32


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an action; texts stand without their quotes. `place` counts characters from 0."""

    kind: str
    text: str
    place: int


class Bad(Exception):
    """Go's parser refuses the template at `place`."""

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message)
        self.place = place


def actions(text: str) -> Iterator[list[Token]]:
    """The words of each action, comments left out. Raises Bad."""
    place = text.find("{{")
    while place >= 0:
        start = place + 2
        if text[start : start + 1] == "-" and text[start + 1 : start + 2] in tuple(" \t\r\n"):
            start += 1
            start += 1
        if text.startswith("/*", start):
            place = text.find("{{", _comment_end(text, place))
            continue
        tokens, end = _words(text, start, place)
        if not tokens:
            raise Bad("a value is missing between `{{` and `}}`", place)
        yield tokens
        place = text.find("{{", end)


def _comment_end(text: str, place: int) -> int:
    end = text.find("*/", place)
    if end < 0:
        raise Bad("the comment is not closed", place)
    rest = re.compile(r"\s*-?\}\}").match(text, end + 2)
    if rest is None:
        raise Bad("a comment must end right before `}}`", end)
    return rest.end()


def _words(text: str, start: int, opening: int) -> tuple[list[Token], int]:
    """The words up to `}}`, and where the text goes on."""
    found: list[Token] = []
    depth = 0
    place = start
    while place < len(text):
        if text.startswith("}}", place):
            return _checked(found, depth, opening), place + 2
        if text.startswith("-}}", place) and text[place - 1] in " \t\r\n":
            return _checked(found, depth, opening), place + 3
        match = _TOKEN.match(text, place)
        assert match is not None
        kind = str(match.lastgroup)
        depth += (kind == "open") - (kind == "close")
        if depth > _DEPTH:
            raise Bad(f"parentheses nest deeper than {_DEPTH}", place)
        if kind == "other" or depth < 0:
            raise Bad(_strange(match.group()), place)
        if kind != "space":
            found.append(_token(kind, match.group(), place))
        place = match.end()
    raise Bad("`{{` is not closed", opening)


def _checked(found: list[Token], depth: int, opening: int) -> list[Token]:
    if depth:
        raise Bad("`(` is not closed", opening)
    return found


def _strange(text: str) -> str:
    if text in "\"'`":
        return f"the string that begins with {text} is not closed"
    return f"unexpected `{text[0]}`"


def _token(kind: str, text: str, place: int) -> Token:
    if kind == "text":
        return Token(kind, text[1:-1], place)
    if kind == "rune":
        return Token("number", text, place)
    if kind == "word" and text in ("true", "false", "nil"):
        return Token("bool" if text != "nil" else "nil", text, place)
    return Token(kind, text, place)
