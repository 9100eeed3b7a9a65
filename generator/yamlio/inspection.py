"""The careful look at a whole file: every document, every finding, the place of every node."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from generator.model import Finding, Origin
from generator.yamlio import json_text
from generator.yamlio.careful import Composer, Stopped
from generator.yamlio.characters import decode, forbidden, neutral, place
from generator.yamlio.dialects import Dialect
from generator.yamlio.events import DocumentEndEvent, SyntaxTrouble, stream
from generator.yamlio.messages import finding
from generator.yamlio.places import Composed
from generator.yamlio.syntax import conflict, directive, explain
from generator.yamlio.tabs import tabs

MOST_BROKEN = 200
"""Broken documents of one file after which reading stops."""
_SEPARATOR = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)


@dataclass(slots=True)
class Inspection:
    """Documents with their places; findings that make the file (or a document) unusable; notes that do not."""

    documents: list[Composed]
    findings: list[Finding]
    notes: list[Finding]


def inspect(data: bytes, file: str, dialect: Dialect) -> Inspection:
    """Read a file with all its faults."""
    if len(data) > dialect.limits.file:
        message = f"file is {len(data)} bytes; limit {dialect.limits.file}"
        return Inspection([], [finding("yaml-limit", message, Origin(file, 1, 1), fix="split the file")], [])
    text, wrong = decode(data, file)
    if text.startswith("\ufeff") and not dialect.strict:
        text = text[1:]
    elif text.startswith("\ufeff"):
        fix = "save the file as UTF-8 without it"
        wrong = finding("yaml-encoding", "byte order mark", Origin(file, 1, 1), fix=fix)
    if wrong is not None:
        return Inspection([], [wrong], [])
    return _values(text, file, dialect) if dialect.strict else _manifests(text, file, dialect)


def _values(text: str, file: str, dialect: Dialect) -> Inspection:
    found = forbidden(text, file, MOST_BROKEN)
    whole = conflict(text, file) or directive(text, file)
    if whole is not None:
        return Inspection([], [*found, whole], [])
    # What was reported as a character is no syntax error on top.
    plain = neutral(text) if found else text
    composer = Composer(file, dialect, plain)
    end = len(text)
    trouble: list[Finding] = []
    try:
        composer.run(stream(plain.encode(), plain))
    except Stopped:
        end = composer.last.start_mark.index
    except SyntaxTrouble as error:
        trouble.append(_deep(error, composer, plain) or explain(error, plain, file))
        mark = getattr(error, "problem_mark", None)
        end = mark.index + 1 if mark is not None else end
    blanks = tabs(plain, file, composer.opaque, end) if "\t" in plain else []
    trouble = [one for one in trouble if not _told(one, [*found, *blanks])]
    found += composer.findings + trouble + blanks
    found.sort(key=lambda one: (one.origin.line, one.origin.column) if one.origin else (0, 0))
    if not found and (wrong := _not_one_mapping(composer.documents, file)):
        found.append(wrong)
    return Inspection(composer.documents, found, composer.notes)


def _deep(error: Any, composer: Composer, text: str) -> Finding | None:
    """The bracket that is too deep, when libyaml stopped at its own limit before it yielded an event for it."""
    if "nesting depth" not in str(getattr(error, "problem", "")):
        return None
    depth, most = composer.depth, composer.dialect.limits.depth
    for index in range(composer.last.end_mark.index if composer.last else 0, len(text)):
        depth += (text[index] in "[{") - (text[index] in "]}")
        if depth > most:
            origin = Origin(composer.file, *place(text, index))
            return finding("yaml-limit", f"nesting deeper than {most}", origin, fix="flatten the structure")
    return None


def _told(trouble: Finding, found: list[Finding]) -> bool:
    """Whether a syntax error only repeats what was said about a character of its line."""
    return any(one.origin and trouble.origin and one.origin.line == trouble.origin.line for one in found)


def _not_one_mapping(documents: list[Composed], file: str) -> Finding | None:
    if not documents or documents[0].data is None:
        fix = "write at least one key, or delete the file"
        return finding("yaml-empty", "no values in file", Origin(file, 1, 1), fix=fix)
    if not isinstance(documents[0].data, dict):
        place = documents[0].places[()]
        origin = Origin(file, place.line, place.column)
        return finding("yaml-top-level", "top level must be a mapping", origin, fix="write `key: value` lines")
    return None


def _manifests(text: str, file: str, dialect: Dialect) -> Inspection:
    if json_text.looks_like_json(text) and (values := json_text.values(text)) is not None:
        return _json(values, text, file, dialect)
    composer = Composer(file, dialect)
    rest, line = text, -1
    while True:
        trouble, failed = _attempt(composer, rest, text, file)
        if failed < 0:
            break
        for document in composer.documents:
            document.broken = document.broken or not document.ended
        if trouble is not None and trouble not in composer.findings:
            composer.findings.append(trouble)
        line = _resume(text, max(failed, line + 1))
        if line < 0 or len(composer.findings) >= MOST_BROKEN:
            break
        rest = "\n" * line + text[_index(text, line) :]
    return Inspection(composer.documents, composer.findings, composer.notes)


def _attempt(composer: Composer, rest: str, text: str, file: str) -> tuple[Finding | None, int]:
    """Compose up to the first failure: its finding, and the first line (from 0) at which reading may go on; else -1."""
    composer.last = None
    trouble: Finding | None = None
    try:
        composer.run(stream(rest.encode(), rest))
        return None, -1
    except Stopped:
        at = composer.last.start_mark.line
    except SyntaxTrouble as error:
        trouble = _deep(error, composer, rest) or explain(error, text, file)
        at = trouble.origin.line - 1 if trouble.origin else 0
        at = max(at, getattr(getattr(error, "problem_mark", None), "line", 0))
    last = composer.last
    if isinstance(last, DocumentEndEvent):
        ended: Any = last.end_mark
        return trouble, max(at, ended.line + 1)
    started = composer.documents[-1].line if composer.documents and not composer.documents[-1].ended else 0
    return trouble, max(at, started)


def _resume(text: str, line: int) -> int:
    """The line, from 0, of the first document separator at or after a line; -1 where there is none."""
    match = _SEPARATOR.search(text, _index(text, line))
    return text.count("\n", 0, match.start()) if match else -1


def _index(text: str, line: int) -> int:
    """The index at which a line, from 0, begins; the length of the text behind its last line."""
    index = 0
    for _ in range(line):
        index = text.find("\n", index) + 1
        if index == 0:
            return len(text)
    return index


def _json(values: list[object], text: str, file: str, dialect: Dialect) -> Inspection:
    """JSON's own values, with places and findings from reading the same text as YAML where that is possible."""
    composer = Composer(file, dialect)
    readable = json_text.as_yaml(text)
    try:
        composer.run(stream(readable.encode(), readable))
    except Stopped:
        return Inspection(composer.documents, composer.findings, composer.notes)
    except SyntaxTrouble:
        pass
    whole = len(composer.documents) == len(values) and all(document.ended for document in composer.documents)
    documents = composer.documents if whole else [Composed(1) for _ in values]
    for document, value in zip(documents, values, strict=True):
        document.data = value
    return Inspection(documents, composer.findings if whole else [], composer.notes)
