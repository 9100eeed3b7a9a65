"""The reader: strict for values (`read`), as kubectl reads for foreign manifests (`read_all`).

Both build plain dicts, lists and scalars. Positions are not kept: the first question for one reads the bytes again.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from generator.model import Finding, Path, UserError
from generator.yamlio import lines
from generator.yamlio.characters import decode, odd
from generator.yamlio.dialects import MANIFEST_DIALECT, VALUES_DIALECT, Dialect
from generator.yamlio.places import Place, Places

if TYPE_CHECKING:
    from generator.yamlio.sketch import Sketch

__all__ = ["Document", "Place", "Stream", "read", "read_all"]

MOST_FINDINGS = 200
"""Findings kept of one file."""


class _Source:
    """The bytes of a file and, once asked for, the place of every node in it."""

    def __init__(self, data: bytes, file: str, dialect: Dialect) -> None:
        self.data, self.file, self.dialect = data, file, dialect
        self.by_lines = False

    @cached_property
    def places(self) -> list[Places]:
        """One table a document, empty documents included."""
        from generator.yamlio.inspection import inspect

        return [document.places for document in inspect(self.data, self.file, self.dialect).documents]

    @property
    def sketch(self) -> Sketch:
        """Where single nodes stand, for texts that need no parser."""
        return _sketched(self)

    @cached_property
    def text(self) -> str:
        return self.data.decode("utf-8").removeprefix("\ufeff")


@lru_cache(maxsize=64)
def _sketched(source: _Source) -> Sketch:
    """Sketches of the last files are kept, not of all with a finding."""
    from generator.yamlio.sketch import Sketch

    return Sketch(source.text, source.dialect)


class Document:
    """One YAML document as plain data, with places on demand.

    `line` is where it starts, from 1. `findings` are faults that leave it readable: keys that differ only in case,
    typographic quotes. `keys` are all its keys, however deep, where reading it told them.
    """

    __slots__ = ("_index", "_source", "data", "file", "findings", "keys", "line")

    def __init__(
        self,
        data: Any,
        line: int,
        source: _Source,
        index: int,
        findings: tuple[Finding, ...] = (),
        keys: frozenset[str] | None = None,
    ) -> None:
        self.data, self.line, self.file, self.findings, self.keys = data, line, source.file, findings, keys
        self._source, self._index = source, index

    @property
    def places(self) -> Places:
        """The place of every node by its path."""
        return self._source.places[self._index]

    def place(self, path: Path) -> Place | None:
        """The place of a node, or of its nearest ancestor that exists."""
        places = self.places
        return next((places[path[:size]] for size in range(len(path), -1, -1) if path[:size] in places), None)

    def span(self, path: Path, key: bool = False) -> tuple[int, int, int]:
        """Line and column, from 1, of a value (or of its key), and how many characters of it carets should mark.

        Of the nearest existing ancestor when it is absent; what runs over several lines is marked at its start.
        """
        if self._source.by_lines:
            sketched = self._source.sketch.span(self.line, self.data, path, key)
            if sketched is not None:
                return sketched
        place = self.place(path)
        if place is None:
            return self.line, 1, 1
        if key and place.key_line > 0:
            start, end, line, column = place.key_start, place.key_end, place.key_line, place.key_column
        else:
            start, end, line, column = place.start, place.end, place.line, place.column
        text = self._source.text[start:end]
        return line, column, 1 if "\n" in text else max(1, len(text.rstrip()))

    def position(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of a value (or of its key); of the nearest existing ancestor when it is absent."""
        line, column, _ = self.span(path, key)
        return line, column

    def length(self, path: Path, *, key: bool = False) -> int:
        """How many characters carets under a scalar (or its key) should mark; 1 for what runs over several lines."""
        return self.span(path, key)[2]


@dataclass(frozen=True, slots=True)
class Stream:
    """What a file of manifests holds: the documents that could be read and a finding for each that could not."""

    documents: tuple[Document, ...]
    findings: tuple[Finding, ...] = ()

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __len__(self) -> int:
        return len(self.documents)


def read(data: bytes, file: str) -> Document:
    """The one document of a values file; raises UserError with every finding."""
    source = _Source(data, file, VALUES_DIALECT)
    found = _quick(source, set())
    if found is not None:
        return Document(found[0][0], found[0][1], source, 0)
    from generator.yamlio.inspection import inspect

    seen = inspect(data, file, VALUES_DIALECT)
    if seen.findings:
        first, *_ = findings = seen.findings[:MOST_FINDINGS]
        raise UserError(first.message, first.origin, rule=first.rule, findings=findings)
    document = seen.documents[0]
    return Document(document.data, document.line, source, 0, tuple(seen.notes[:MOST_FINDINGS]))


def read_all(data: bytes, file: str) -> Stream:
    """Every document of a manifest file (YAML or JSON) as Go's reader sees it.

    Documents without content are left out. A broken document becomes findings and does not stop those after it.
    """
    source = _Source(data, file, MANIFEST_DIALECT)
    keys: set[str] = set()
    found = _quick(source, keys)
    if found is not None:
        known = _kept(frozenset(keys)) if len(found) == 1 else None
        pairs = ((value, line, index) for index, (value, line) in enumerate(found) if value is not None)
        return Stream(tuple(Document(value, line, source, index, (), known) for value, line, index in pairs))
    from generator.yamlio.inspection import inspect

    seen = inspect(data, file, MANIFEST_DIALECT)
    documents = tuple(
        Document(document.data, document.line, source, index)
        for index, document in enumerate(seen.documents)
        if not document.broken and document.data is not None
    )
    return Stream(documents, tuple(seen.findings[:MOST_FINDINGS]))


@lru_cache(maxsize=4096)
def _kept(keys: frozenset[str]) -> frozenset[str]:
    """The same set, one for all documents of the same shape."""
    return keys


def _quick(source: _Source, keys: set[str]) -> list[list[Any]] | None:
    """Data and line of every document by the fast path, or None where the careful one must look; `keys` takes all."""
    data, dialect = source.data, source.dialect
    if len(data) > dialect.limits.file:
        return None
    text, wrong = decode(data, source.file)
    if wrong is not None or odd(data, text, dialect.strict):
        return None
    found = lines.compose(data, text, dialect, keys)
    source.by_lines = found is not None
    if found is None:
        keys.clear()
        found = _parsed(data, dialect, keys)
    if not dialect.strict:
        return found
    return found if found and _one_mapping(found, keys) else None


def _parsed(data: bytes, dialect: Dialect, keys: set[str]) -> list[list[Any]] | None:
    """By libyaml. Its twin in Python takes ten times as long: no use in running it twice, and it accepts more."""
    from generator.yamlio import events, quick

    following = events.native(data)
    if following is None:
        return None
    spelt: dict[str, Any] = {}
    try:
        found = quick.compose(following, dialect, b"\\" in data, dialect.strict and b"?" in data, spelt)
    except events.SyntaxTrouble:
        return None
    keys.update(spelt.values())
    return found


def _one_mapping(found: list[list[Any]], keys: set[str]) -> bool:
    """Whether there is one document, a mapping, and no two keys that a person could take for one another."""
    if len(found) != 1 or not isinstance(found[0][0], dict):
        return False
    return len({_folded(key) for key in keys}) == len(keys) or not _alike(found[0][0])


def _folded(key: str) -> str:
    return unicodedata.normalize("NFC", key).casefold()


def _alike(data: Any) -> bool:
    """Whether one mapping of the tree holds two such keys."""
    pending = [data]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            if len({_folded(key) for key in node}) < len(node):
                return True
            pending.extend(node.values())
        elif isinstance(node, list):
            pending.extend(node)
    return False
