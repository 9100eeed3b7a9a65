"""The reader: strict for values (`read`), as kubectl reads for foreign manifests (`read_all`).

Both build plain dicts, lists and scalars. Positions are not kept: the first question for one reads the bytes again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.model import Finding, Origin, Path, UserError
from generator.yamlio import careful, events, quick
from generator.yamlio.characters import decode, forbidden, odd
from generator.yamlio.dialects import MANIFEST_DIALECT, VALUES_DIALECT, Dialect
from generator.yamlio.messages import finding
from generator.yamlio.syntax import conflict, explain

MOST_FINDINGS = 200
"""Findings kept of one file."""


class _Source:
    """The bytes of a file and, once asked for, the places of every node in it."""

    __slots__ = ("__dict__", "data", "dialect", "file")

    def __init__(self, data: bytes, file: str, dialect: Dialect) -> None:
        self.data, self.file, self.dialect = data, file, dialect

    @cached_property
    def places(self) -> list[careful.Places]:
        return [document.places for document in _careful(self.data, self.file, self.dialect).documents]


class Document:
    """One YAML document as plain data, with places on demand.

    `findings` are faults that leave the document readable: keys that differ only in case, typographic quotes.
    `line` is where it starts, from 1.
    """

    __slots__ = ("_index", "_source", "data", "file", "findings", "line")

    def __init__(self, data: Any, line: int, source: _Source, index: int, findings: tuple[Finding, ...] = ()) -> None:
        self.data, self.line, self.file, self.findings = data, line, source.file, findings
        self._source, self._index = source, index

    def place(self, path: Path) -> careful.Place | None:
        """The place of a node, or of its nearest ancestor that exists."""
        places = self._source.places[self._index]
        for length in range(len(path), -1, -1):
            if (place := places.get(path[:length])) is not None:
                return place
        return None

    def position(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of a value (or of its key); of the nearest existing ancestor when it is absent."""
        place = self.place(path)
        if place is None:
            return self.line, 1
        return (place.key_line, place.key_column) if key and place.key_line > 0 else (place.line, place.column)

    def length(self, path: Path, *, key: bool = False) -> int:
        """How many characters carets under a scalar (or its key) should mark; 1 for what runs over several lines."""
        place = self.place(path)
        if place is None:
            return 1
        start, end = (place.key_start, place.key_end) if key and place.key_start >= 0 else (place.start, place.end)
        text = self._source.data.decode("utf-8", "replace")[start:end]
        return 1 if "\n" in text else max(1, len(text.rstrip()))


@dataclass(frozen=True, slots=True)
class Stream:
    """What a file of manifests holds: the documents that could be read and a finding for each that could not."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __len__(self) -> int:
        return len(self.documents)


@dataclass(slots=True)
class _Outcome:
    documents: list[careful.Composed]
    findings: list[Finding]
    notes: list[Finding]


def read(data: bytes, file: str) -> Document:
    """The one document of a values file; raises UserError with every finding."""
    source = _Source(data, file, VALUES_DIALECT)
    if len(data) <= VALUES_DIALECT.limits.file and (found := _quick(source)) is not None:
        value, line = found[0]
        return Document(value, line, source, 0)
    outcome = _careful(data, file, VALUES_DIALECT)
    if not outcome.findings and (wrong := _not_one_mapping(outcome.documents, file)):
        outcome.findings.append(wrong)
    if outcome.findings:
        first = outcome.findings[0]
        raise UserError(first.message, first.origin, rule=first.rule, findings=outcome.findings[:MOST_FINDINGS])
    document = outcome.documents[0]
    return Document(document.data, document.line, source, 0, tuple(outcome.notes))


def read_all(data: bytes, file: str) -> Stream:
    """Every document of a manifest file (YAML or JSON); empty documents are left out, broken ones are findings."""
    source = _Source(data, file, MANIFEST_DIALECT)
    if len(data) <= MANIFEST_DIALECT.limits.file and (found := _quick(source)) is not None:
        pairs = [(value, line, index) for index, (value, line) in enumerate(found) if value is not None]
        return Stream(tuple(Document(value, line, source, index) for value, line, index in pairs))
    outcome = _careful(data, file, MANIFEST_DIALECT)
    documents = tuple(
        Document(document.data, document.line, source, index)
        for index, document in enumerate(outcome.documents)
        if not document.broken and document.data is not None
    )
    return Stream(documents, tuple(outcome.findings[:MOST_FINDINGS]))


def _quick(source: _Source) -> list[list[Any]] | None:
    """The documents by the fast path, or None where the careful one must look."""
    data, strict = source.data, source.dialect.strict
    text, wrong = decode(data, source.file)
    if wrong is not None or (odd(data, text) if strict else not text.isprintable() and "\r" in text and False):
        return None
    keys: dict[str, Any] = {}
    try:
        found = quick.compose(events.stream(data, text), source.dialect, b"\\" in data, keys)
    except events.SyntaxTrouble:
        return None
    if found is None or not strict:
        return found
    if len(found) != 1 or not isinstance(found[0][0], dict):
        return None
    exact = set(keys.values())
    alike = {unicodedata.normalize("NFC", key).casefold() for key in exact}
    return found if len(alike) == len(exact) else None


def _not_one_mapping(documents: list[careful.Composed], file: str) -> Finding | None:
    if not documents or documents[0].empty or documents[0].data is None:
        return finding(
            "yaml-empty", "no values in file", Origin(file, 1, 1), fix="write at least one key, or delete the file"
        )
    if not isinstance(documents[0].data, dict):
        place = documents[0].places[()]
        return finding("yaml-top-level", "top level must be a mapping", Origin(file, place.line, place.column),
                       fix="write `key: value` lines")  # fmt: skip
    return None


def _careful(data: bytes, file: str, dialect: Dialect) -> _Outcome:
    """Documents with places, findings that make them unusable, and notes."""
    if len(data) > dialect.limits.file:
        message = f"file is {len(data)} bytes; limit {dialect.limits.file}"
        return _Outcome([], [finding("yaml-limit", message, Origin(file, 1, 1), fix="split the file")], [])
    text, wrong = decode(data, file)
    if wrong is not None:
        return _Outcome([], [wrong], [])
    composer = careful.Composer(file, dialect)
    found = forbidden(text, file, MOST_FINDINGS) if dialect.strict else []
    try:
        composer.run(events.stream(data, text))
    except careful.Stopped:
        pass
    except events.SyntaxTrouble as error:
        composer.findings.append(explain(error, text, file))
    return _Outcome(composer.documents, found + composer.findings, composer.notes)
