"""The text of a template under given decisions, with a token for each value: what is parsed as YAML, once per shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from generator.model import Finding, Origin, UserError

from .error import TemplateError
from .program import RESERVED, spell

TOKEN = re.compile(RESERVED + r"(\d+)X")
SIZE = 1_048_576
_PLACE = re.compile(r"\b(at|before) (\d+):\d+")  # where a message of the reader speaks of a second place

Block = list[list[Any]]


def token(number: int) -> str:
    """A text that YAML readers and our writer leave bare, wherever a value may stand."""
    return f"{RESERVED}{number}X"


@dataclass(frozen=True, slots=True)
class Hole:
    """Where a value goes: the line in the template and the path that is written there."""

    line: int
    path: str


@dataclass(frozen=True)
class Shape:
    """A template under one set of decisions. `lines` maps a line of `text` to the line of the template."""

    file: str
    text: str
    lines: tuple[int, ...]
    holes: tuple[Hole, ...]

    def tree(self) -> dict[str, Any]:
        """The text as data. Raises TemplateError where it is not one YAML mapping."""
        from generator.yamlio.read import read

        try:
            found = read(self.text.encode(), self.file).data
        except UserError as error:
            raise self._unreadable(error) from None
        if not isinstance(found, dict) or not found:
            raise TemplateError("the template renders no mapping", self.file, 1, fix="write one object")
        return found

    def readable(self, text: str) -> str:
        """A text with its tokens spelled as the template spells them."""
        return TOKEN.sub(lambda match: f"{{{{ {self.holes[int(match[1])].path} }}}}", text)

    def _unreadable(self, error: UserError) -> UserError:
        findings = tuple(self._relocated(finding) for finding in error.findings)
        first = findings[0]
        made = TemplateError(first.message, self.file, first.origin.line if first.origin else 0)
        made.findings = findings
        return made

    def _relocated(self, finding: Finding) -> Finding:
        line = finding.origin.line if finding.origin else 0
        excerpt = self.text.split("\n")[line - 1].strip() if line else ""
        said = _PLACE.sub(lambda match: f"{match[1]} {self._line(int(match[2]))}", finding.message)
        message = self.readable(f"the template makes no valid YAML: {said}: `{excerpt[:80]}`")
        place = Origin(self.file, self._line(line))
        return replace(finding, rule="template-yaml", message=message, origin=place, fix=None, note="", length=1)

    def _line(self, line: int) -> int:
        return self.lines[min(line, len(self.lines)) - 1] if line else 0


def compose(block: Block, decisions: tuple[int, ...], file: str) -> Shape:
    """Walk a form once more, taking the decisions that were taken when the values were collected."""
    composer = _Composer(file)
    composer.block(block, iter(decisions))
    return Shape(file, "".join(composer.text), tuple(composer.lines), tuple(composer.holes))


class _Composer:
    """Text under construction."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.text: list[str] = []
        self.lines: list[int] = [1]
        self.holes: list[Hole] = []
        self.size = 0
        self.last = "\n"  # the last character, or `value`

    def block(self, block: Block, decisions: Iterator[int]) -> None:
        for step in block:
            if step[0] == "text":
                self.literal(step[1], step[2])
            elif step[0] == "hole":
                self.hole(step[1], step[2])
            elif step[0] == "if":
                number = next(decisions)
                self.block(step[1][number][2] if number < len(step[1]) else step[2], decisions)
            else:
                for _ in range(next(decisions)):
                    self.block(step[4], decisions)

    def literal(self, line: int, text: str) -> None:
        if not text:
            return
        if self.last == "value" and text[0] in "'\"":
            raise self.quoted(line)
        if self.last == "\n":
            self.lines[-1] = line
        self.lines.extend(range(line + 1, line + 1 + text.count("\n")))
        self.add(text, line)
        self.last = text[-1]

    def hole(self, line: int, path: list[Any]) -> None:
        if self.last in ("'", '"'):
            raise self.quoted(line)
        if self.last == "\n":
            self.lines[-1] = line
        self.add(token(len(self.holes)), line)
        self.holes.append(Hole(line, spell(path)))
        self.last = "value"

    def add(self, text: str, line: int) -> None:
        self.text.append(text)
        self.size += len(text)
        if self.size > SIZE:
            raise TemplateError(f"the template makes more than {SIZE} characters", self.file, line)

    def quoted(self, line: int) -> TemplateError:
        return TemplateError("a quote mark touches an expression", self.file, line, fix="remove the quotes")
