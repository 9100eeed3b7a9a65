"""What a parser's syntax error means to the person who typed it."""

from __future__ import annotations

import re
from typing import Any

from generator.model import Finding, Origin, Related
from generator.yamlio.characters import SPACES, place
from generator.yamlio.messages import finding, shown

_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?\r?$", re.MULTILINE)
_SIDES = tuple(re.compile(pattern, re.MULTILINE) for pattern in (r"^<{7} ", r"^={7}\r?$", r"^>{7} "))
_EYES = re.compile(rf"^[ -]*([{SPACES}])|^[ -]*[A-Za-z0-9_./-]+(\uff1a)|:[ ]*([\uff3b\uff5b])|[:-]([{SPACES}])")

_CAUSES = (
    ("found character '\\t' that cannot start any token", "tab used as indentation", "indent with spaces"),
    ("tab", "tab used as indentation", "indent with spaces"),
    ("cannot start any token", "this character cannot start a value", "put the value into double quotes"),
    ("could not find expected ':'", "no colon after this key", "write `key: value`, or quote text of several lines"),
    ("mapping values are not allowed", "a colon where no key can stand", "quote the text, or check the indentation"),
    ("block sequence entries are not allowed", "a list item where none can stand",
     "start the list on a line of its own, at the column of the other items"),
    ("did not find expected '-' indicator", "this line does not line up with the list above", "check the indentation"),
    ("expected <block end>", "this line does not line up with the lines above", "check the indentation"),
    ("did not find expected key", "this line does not line up with the keys above", "check the indentation"),
    ("unknown escape character", "unknown escape in double quotes", "double the backslash, or use single quotes"),
    ("escape", "broken escape in double quotes", "write \\xNN, \\uNNNN or a pair of backslashes"),
    ("invalid Unicode character", "broken escape in double quotes", "write the character itself"),
    ("directive", "directives are not allowed", "remove the line"),
    ("indentation indicator", "wrong indentation digit of a block of text", "use 1 to 9, or leave it out"),
    ("expected a comment or a line break", "something stands after the sign of a block of text",
     "start the text on the next line"),
    ("<document start>", "text after the end of the document", "remove it"),
    ("alphabetic or numeric", "an anchor or alias without a name", "quote a value that starts with & or *"),
    ("undefined alias", "an alias without its anchor", "write the value out"),
    ("tag", "a broken tag", "quote a value that starts with !"),
)  # fmt: skip


def conflict(text: str, file: str) -> Finding | None:
    """The first git conflict marker of a text that holds a whole conflict."""
    first, index = -1, 0
    for side in _SIDES:
        match = side.search(text, index)
        if match is None:
            return None
        first, index = (match.start() if first < 0 else first), match.end()
    return _marker(text, first, file)


def _marker(text: str, index: int, file: str) -> Finding:
    origin = Origin(file, *place(text, index))
    return finding(
        "yaml-conflict", "merge conflict marker", origin, fix="choose a side and remove the markers", length=7
    )


def explain(error: Any, text: str, file: str) -> Finding:
    """One finding for a parser's error; the opening place as well where something is not closed."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    context = str(getattr(error, "context", None) or "")
    lines = text.split("\n")
    at = _origin(getattr(error, "problem_mark", None), lines, file)
    opened = (
        _origin(getattr(error, "context_mark", None), lines, file) if getattr(error, "context_mark", None) else None
    )
    start = max(0, (opened or at).line - 2)
    if match := _CONFLICT.search("\n".join(lines[start : at.line + 1])):
        index = sum(len(line) + 1 for line in lines[:start]) + match.start()
        return _marker(text, index, file)
    if seen := _deceived(lines, opened or at, at, file):
        return seen
    if opened and (unclosed := _unclosed(problem, context, opened, at, lines)):
        return unclosed
    for part, cause, fix in _CAUSES:
        if part in problem:
            where = opened if part.startswith("could not find") and opened else at
            return finding("yaml-parse-error", _with_character(cause, where, lines), where, fix=fix)
    return finding(
        "yaml-parse-error", f"cannot be read: {shown(problem, 120)}", at, fix="check the syntax of this line"
    )


def _with_character(cause: str, at: Origin, lines: list[str]) -> str:
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    if not cause.startswith("this character") or at.column > len(line):
        return cause
    character = line[at.column - 1]
    return "tab used as indentation" if character == "\t" else f"'{shown(character)}' cannot start a value"


def _origin(mark: Any, lines: list[str], file: str) -> Origin:
    """A parser's mark, moved back to the last character when it lies behind the text."""
    if mark is None:
        return Origin(file, 1, 1)
    line, column = mark.line + 1, mark.column + 1
    last = len(lines) - 1 if len(lines) > 1 and not lines[-1] else len(lines)
    if line > last:
        return Origin(file, last, len(lines[last - 1]) + 1)
    return Origin(file, line, column)


def _deceived(lines: list[str], start: Origin, end: Origin, file: str) -> Finding | None:
    """A Unicode space or full-width sign near the error that somebody took for YAML's own."""
    for number in range(max(1, start.line - 1), min(end.line, len(lines)) + 1):
        line = lines[number - 1]
        match = None if line.isascii() else _EYES.search(line)
        if match:
            sign = next(group for group in match.groups() if group)
            what = "full-width sign" if sign >= "\uff00" else "unicode space"
            message = f"{what} \\u{ord(sign):04x} used as syntax"
            origin = Origin(file, number, line.index(sign, match.start()) + 1)
            return finding("yaml-character", message, origin, fix="write the ASCII character")
    return None


def _unclosed(problem: str, context: str, opened: Origin, at: Origin, lines: list[str]) -> Finding | None:
    if "quoted scalar" in context and ("end of stream" in problem or "document" in problem):
        sign, name = lines[opened.line - 1][opened.column - 1 :][:1], "quote"
    elif "flow sequence" in context or "flow mapping" in context:
        sign, name = ("[", "bracket") if "sequence" in context else ("{", "brace")
    else:
        return None
    message = f"{name} {sign} opened at {opened.line}:{opened.column} is not closed before {at.line}:{at.column}"
    partner = {"[": "]", "{": "}"}.get(sign, sign)
    return finding("yaml-parse-error", message, opened, fix=f"add {partner}",
                   related=(Related("noticed here", at),))  # fmt: skip
