"""What a parser's syntax error means to the person who typed it."""

from __future__ import annotations

import re
from typing import Any

from generator.model import Finding, Origin, Related
from generator.yamlio.characters import SPACES, place
from generator.yamlio.messages import finding, shown

_CONFLICT = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?\r?$", re.MULTILINE)
_SIDES = tuple(re.compile(pattern, re.MULTILINE) for pattern in (r"^<{7} ", r"^={7}\r?$", r"^>{7} "))
_UNREADABLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIRECTIVE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*%")
_EYES = re.compile(rf"^[ -]*([{SPACES}])|^[ -]*[A-Za-z0-9_./-]+(\uff1a)|:[ ]*([\uff3b\uff5b])|[:-]([{SPACES}])")

NO_CHARACTER = "an escape that is no character: half of a surrogate pair, or beyond U+10FFFF"
_ALIGNMENT = "this line does not line up with the lines above"
_CAUSES = (
    ("tab", "tab used as indentation", "write spaces"),
    ("cannot start any token", "this character cannot start a value", "put the value into double quotes"),
    ("could not find expected ':'", "no colon after this key", "write `key: value`, or quote text of several lines"),
    ("mapping keys are not allowed", "a `? ` key where none can stand", "write `key: value`"),
    ("unexpected ':'", "a colon where no key can stand", "quote the text"),
    ("node content", "a value is missing here", "write a value, or remove the sign before it"),
    ("whitespace or line break", "something stands where a space must be", "quote the text"),
    ("mapping values are not allowed", "a colon where no key can stand", "quote the text, or check the indentation"),
    ("sequence entries are not allowed", "a list item where none can stand",
     "start the list on a line of its own, at the column of the other items"),
    ("did not find expected '-' indicator", _ALIGNMENT, "check the indentation"),
    ("expected <block end>", _ALIGNMENT, "check the indentation"),
    ("did not find expected key", _ALIGNMENT, "check the indentation"),
    ("unknown escape character", "unknown escape in double quotes", "double the backslash, or use single quotes"),
    ("hex", "broken escape in double quotes", "write \\xNN, \\uNNNN or a pair of backslashes"),
    ("directive", "directives are not allowed", "remove the line"),
    ("indentation indicator", "wrong indentation digit of a block of text", "use 1 to 9, or leave it out"),
    ("comment or", "something stands after the sign of a block of text",
     "start the text on the next line"),
    ("<document start>", "text after the end of the document", "remove it"),
    ("alphabetic or numeric", "an anchor or alias without a name", "quote a value that starts with & or *"),
    ("undefined alias", "an alias without its anchor", "write the value out"),
    ("URI", "a broken tag", "quote a value that starts with !"),
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


def directive(text: str, file: str) -> Finding | None:
    """A line that starts with % before the first document."""
    match = _DIRECTIVE.match(text)
    if match is None:
        return None
    origin = Origin(file, *place(text, match.end() - 1))
    return finding("yaml-directive", "directives (%YAML, %TAG) are not allowed", origin, fix="remove the line")


def _marker(text: str, index: int, file: str) -> Finding:
    origin = Origin(file, *place(text, index))
    return finding(
        "yaml-conflict", "merge conflict marker", origin, fix="choose a side and remove the markers", length=7
    )


def explain(error: Any, text: str, file: str) -> Finding:
    """One finding for a parser's error; the opening place as well where something is not closed."""
    problem = str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
    if "characters are not allowed" in problem and (match := _UNREADABLE.search(text)):
        message, origin = f"control character {shown(match.group())}", Origin(file, *place(text, match.start()))
        return finding("yaml-character", message, origin, fix="remove it")
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
    if "invalid Unicode character" in problem:
        return finding("yaml-character", NO_CHARACTER, opened or at, fix="write the character itself")
    if at.column > 1024 and ":" not in lines[at.line - 1][: at.column - 1]:
        message = f"key of {at.column - 1} characters"
        return finding("yaml-limit", message, Origin(file, at.line, 1), fix="shorten the key")
    if opened and (unclosed := _unclosed(problem, context, opened, at, lines)):
        return unclosed
    for part, cause, remedy in _CAUSES:
        if part in problem:
            where = opened if part.startswith("could not find") and opened else at
            message, where, fix = _precise(cause, remedy, where, lines)
            return finding("yaml-parse-error", message, where, fix=fix)
    return finding(
        "yaml-parse-error", f"cannot be read: {shown(problem, 120)}", at, fix="check the syntax of this line"
    )


def _precise(cause: str, fix: str, at: Origin, lines: list[str]) -> tuple[str, Origin, str]:
    """Message, place and fix after a look at the line itself."""
    line = lines[at.line - 1] if at.line <= len(lines) else ""
    before, character = line[: at.column - 1], line[at.column - 1 : at.column]
    if cause is _ALIGNMENT and before.strip():
        return "text after the end of a value", at, "quote the whole value; inside '...' a ' is written twice"
    if cause.startswith("unknown escape") and character != "\\" and before.endswith("\\"):
        return cause, Origin(at.file, at.line, at.column - 1), fix
    if cause.startswith("this character") and character:
        if character == "\t":
            return "tab used as indentation", at, "write spaces"
        return f"'{shown(character)}' cannot start a value", at, fix
    return cause, at, fix


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
            fix = "write an ordinary space" if sign < "\uff00" else "write the ASCII character"
            return finding("yaml-character", message, origin, fix=fix)
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
