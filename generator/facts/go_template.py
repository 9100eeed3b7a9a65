"""Go templates of alerts and notifications: whether they parse, what they call and which fields they read.

Source: https://pkg.go.dev/text/template, template/template.go of Prometheus and of Alertmanager.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.facts.go_template_tokens import Bad, Token, actions

MANY = 99
Arity = tuple[int, int]
"""Fewest and most arguments."""

_GO: dict[str, Arity] = {
    "and": (1, MANY), "or": (1, MANY), "not": (1, 1), "len": (1, 1), "index": (1, MANY), "slice": (1, 4),
    "print": (0, MANY), "printf": (1, MANY), "println": (0, MANY), "html": (1, MANY), "js": (1, MANY),
    "urlquery": (1, MANY), "call": (1, MANY), "eq": (2, MANY), "ne": (2, 2), "lt": (2, 2), "le": (2, 2),
    "gt": (2, 2), "ge": (2, 2),
}  # fmt: skip
_SHARED: dict[str, Arity] = {
    "title": (1, 1), "toUpper": (1, 1), "toLower": (1, 1), "match": (2, 2), "safeHtml": (1, 1),
    "reReplaceAll": (3, 3), "humanizeDuration": (1, 1),
}  # fmt: skip
PROMETHEUS: Mapping[str, Arity] = {
    **_GO, **_SHARED, "query": (1, 1), "first": (1, 1), "label": (2, 2), "value": (1, 1), "strvalue": (1, 1),
    "args": (0, MANY), "graphLink": (1, 1), "tableLink": (1, 1), "sortByLabel": (2, 2), "stripPort": (1, 1),
    "stripDomain": (1, 1), "humanize": (1, 1), "humanize1024": (1, 1), "humanizePercentage": (1, 1),
    "humanizeTimestamp": (1, 1), "toTime": (1, 1), "toDuration": (1, 1), "now": (0, 0), "pathPrefix": (0, 0),
    "externalURL": (0, 0), "parseDuration": (1, 1), "tmpl": (2, 2), "urlQueryEscape": (1, 1),
}  # fmt: skip
ALERTMANAGER: Mapping[str, Arity] = {
    **_GO, **_SHARED, "trimSpace": (1, 1), "join": (2, 2), "stringSlice": (0, MANY), "date": (2, 2), "tz": (2, 2),
    "since": (1, 1), "safeUrl": (1, 1), "urlUnescape": (1, 1), "toJson": (1, 1), "list": (0, MANY), "append": (2, MANY),
    "dict": (0, MANY),
}  # fmt: skip
VARIABLES = ("$labels", "$externalLabels", "$externalURL", "$value")
"""What every template of a Prometheus alert may use."""

_ACTION = re.compile(r"(?<!\{)\{\{ *(\$labels\.[A-Za-z_][A-Za-z0-9_]*|\$value)(?: *\| *([A-Za-z0-9]+))? *\}\}")
_BLOCKS = ("if", "range", "with", "define", "block")


@dataclass(frozen=True, slots=True)
class Use:
    """A field that is read: `base` is a variable or "." where the data of the whole template is meant.

    `fields` are the names after it; `place` counts characters from 0.
    """

    base: str
    fields: tuple[str, ...]
    place: int
    piped: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where; `parses` says that Go takes the template and only fails when it fills it in."""

    message: str
    place: int
    parses: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """A template taken apart: its faults, what it reads, and the names of the templates it includes and defines."""

    faults: tuple[Fault, ...] = ()
    uses: tuple[Use, ...] = ()
    includes: tuple[tuple[str, int], ...] = ()
    defines: tuple[str, ...] = ()
    functions: tuple[str, ...] = ()


@lru_cache(maxsize=16384)
def prometheus(text: str) -> Template:
    """A template of an alert's label or annotation."""
    return _simple(text) or read(text, tuple(sorted(PROMETHEUS)), VARIABLES)


@lru_cache(maxsize=4096)
def alertmanager(text: str) -> Template:
    """A template of a notification."""
    return read(text, tuple(sorted(ALERTMANAGER)), ())


def _simple(text: str) -> Template | None:
    """A template whose every action is a label or the value, as nearly all are; None for any other."""
    found = list(_ACTION.finditer(text))
    if len(found) != text.count("{{"):
        return None
    uses, functions = [], []
    for match in found:
        variable, function = match.groups()
        if function and PROMETHEUS.get(function) != (1, 1):
            return None
        name, *fields = variable.split(".")
        uses.append(Use(name, tuple(fields), match.start(1), bool(function)))
        functions += [function] if function else []
    return Template((), tuple(uses), (), (), tuple(functions))


def read(text: str, functions: tuple[str, ...], variables: tuple[str, ...]) -> Template:
    """Take a template apart; reading ends at the first thing Go's parser refuses."""
    if "{{" not in text:
        return Template()
    arities = PROMETHEUS if "query" in functions else ALERTMANAGER
    reader = _Reader(arities, variables)
    try:
        for tokens in actions(text):
            reader.action(tokens)
        reader.end(len(text))
    except Bad as bad:
        reader.faults.append(Fault(str(bad), bad.place))
    return Template(
        tuple(reader.faults),
        tuple(reader.uses),
        tuple(reader.includes),
        tuple(reader.defines),
        tuple(reader.functions),
    )


class _Reader:
    """The actions of one template, one after the other; `_open` holds the blocks that wait for their end."""

    def __init__(self, functions: Mapping[str, Arity], variables: tuple[str, ...]) -> None:
        self._functions = functions
        self._open: list[tuple[Token, tuple[str, ...]]] = []
        self._variables: tuple[str, ...] = ("$", *variables)
        self.faults: list[Fault] = []
        self.uses: list[Use] = []
        self.includes: list[tuple[str, int]] = []
        self.defines: list[str] = []
        self.functions: list[str] = []

    def action(self, tokens: list[Token]) -> None:
        first = tokens[0]
        word = first.text if first.kind == "word" else ""
        if word in _BLOCKS:
            self._block(tokens)
        elif word == "else":
            self._otherwise(tokens)
        elif word == "end":
            if not self._open:
                raise Bad("`end` without a block that it ends", first.place)
            if len(tokens) > 1:
                raise Bad(f"unexpected `{tokens[1].text}` after `end`", tokens[1].place)
            self._variables = self._open.pop()[1]
        elif word in ("break", "continue"):
            if not any(token.text == "range" for token, _ in self._open):
                raise Bad(f"`{word}` outside `range`", first.place)
        elif word == "template":
            self._include(tokens)
        else:
            self._pipeline(tokens, first.place)

    def end(self, place: int) -> None:
        """Every block must have ended."""
        if self._open:
            token = self._open[-1][0]
            raise Bad(f"`{token.text}` has no `end`", token.place)

    def _block(self, tokens: list[Token]) -> None:
        first = tokens[0]
        before = self._variables
        rest = tokens[1:]
        if first.text in ("define", "block"):
            if not rest or rest[0].kind != "text":
                raise Bad(f"`{first.text}` needs a name in quotes", first.place)
            self.defines.append(rest[0].text)
            rest = rest[1:]
        if first.text != "define":
            self._pipeline(rest, first.place)
        self._open.append((first, before))

    def _otherwise(self, tokens: list[Token]) -> None:
        first = tokens[0]
        if not self._open or self._open[-1][0].text not in ("if", "range", "with"):
            raise Bad("`else` without `if`, `range` or `with`", first.place)
        if len(tokens) == 1:
            return
        if tokens[1].text not in ("if", "with"):
            raise Bad(f"unexpected `{tokens[1].text}` after `else`", tokens[1].place)
        self._pipeline(tokens[2:], tokens[1].place)

    def _include(self, tokens: list[Token]) -> None:
        if len(tokens) < 2 or tokens[1].kind != "text":
            raise Bad("`template` needs a name in quotes", tokens[0].place)
        self.includes.append((tokens[1].text, tokens[1].place))
        if len(tokens) > 2:
            self._pipeline(tokens[2:], tokens[1].place)

    def _pipeline(self, tokens: list[Token], place: int) -> None:
        """`$a, $b := command | command`."""
        names, rest = _declared(tokens)
        if not rest:
            raise Bad("a value is missing", place)
        commands = _split(rest)
        for n, command in enumerate(commands):
            if not command and n + 1 == len(commands):
                break  # Go's parser lets a `|` stand at the end.
            if not command:
                raise Bad("a command is missing before `|`", rest[0].place)
            self._command(command, piped_in=n > 0, piped_out=n + 1 < len(commands))
        self._variables = (*self._variables, *names)

    def _command(self, tokens: list[Token], *, piped_in: bool, piped_out: bool) -> None:
        arguments, place = 0, 0
        while place < len(tokens):
            token = tokens[place]
            if token.kind == "open":
                end = _closing(tokens, place)
                if end == place + 1:
                    raise Bad("nothing stands in `()`", token.place)
                self._pipeline(tokens[place + 1 : end], token.place)
                place = end
            else:
                self._operand(token, first=place == 0, piped=piped_out)
            place += 1
            arguments += 1
        head = tokens[0]
        if head.text == "index" and [token.kind for token in tokens[1:3]] == ["variable", "text"]:
            self.uses.append(Use(tokens[1].text, (tokens[2].text,), tokens[2].place, piped_out))
        if head.kind == "word" and head.text in self._functions:
            self._counted(head, arguments - 1 + piped_in)
        elif piped_in and head.kind in ("number", "text", "bool", "nil"):
            raise Bad(f"`{head.text}` can take nothing from a pipe", head.place)

    def _operand(self, token: Token, *, first: bool, piped: bool) -> None:
        if token.kind == "word":
            if token.text not in self._functions:
                raise Bad(f"there is no function `{token.text}`", token.place)
            self.functions.append(token.text)
        elif token.kind == "variable":
            name, *fields = token.text.split(".")
            if name not in self._variables:
                raise Bad(f"there is no variable `{name}`", token.place)
            self.uses.append(Use(name, tuple(fields), token.place, piped))
        elif token.kind == "field":
            inside = any(block.text in ("range", "with", "define", "block") for block, _ in self._open)
            fields = [part for part in token.text.split(".") if part]
            self.uses.append(Use("" if inside else ".", tuple(fields), token.place, piped))
        elif token.kind == "nil" and first:
            self.faults.append(Fault("`nil` is no command", token.place, parses=True))
        elif token.kind not in ("number", "text", "bool", "nil"):
            raise Bad(f"unexpected `{token.text}`", token.place)

    def _counted(self, head: Token, given: int) -> None:
        least, most = self._functions[head.text]
        if least <= given <= most:
            return
        wants = str(least) if least == most else f"at least {least}" if most == MANY else f"{least} to {most}"
        noun = "argument" if wants == "1" else "arguments"
        self.faults.append(Fault(f"`{head.text}` takes {wants} {noun}, not {given}", head.place, parses=True))


def _declared(tokens: list[Token]) -> tuple[tuple[str, ...], list[Token]]:
    for n, token in enumerate(tokens[:4]):
        if token.kind == "assign":
            return tuple(t.text for t in tokens[:n] if t.kind == "variable"), tokens[n + 1 :]
    return (), tokens


def _split(tokens: list[Token]) -> list[list[Token]]:
    commands: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        if token.kind == "pipe" and depth == 0:
            commands.append([])
        else:
            commands[-1].append(token)
    return commands


def _closing(tokens: list[Token], start: int) -> int:
    depth = 0
    for n in range(start, len(tokens)):
        depth += (tokens[n].kind == "open") - (tokens[n].kind == "close")
        if depth == 0:
            return n
    raise Bad("`(` is not closed", tokens[start].place)
