"""rendered/<env>/index.json: who wrote which file from which inputs. It explains; it never excuses.

One line a file, sorted, nothing that changes without a cause (no time, user, host or commit), so that git merges it
line by line. `inputs` are digests of values files; `apps` are, for each directory, the values files that made it;
`files` are `[sha256, bytes, group, kind, namespace, name]`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from generator.model import ObjectId

FORMAT = 1
_MARKER = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: |$)", re.MULTILINE)
_PLAIN = re.compile(r"[ -!#-\[\]-~]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entry:
    """One file as it was written."""

    sha: str
    size: int
    id: ObjectId


@dataclass(frozen=True, slots=True)
class Index:
    """One environment's record. `files` maps a path relative to the environment to what was written there: more than
    one entry only when the index holds both sides of a git conflict (`conflicted`)."""

    tool: Mapping[str, str] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    apps: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    conflicted: bool = False
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Owned:
    """An identity and the unit that holds it: what the deletion guard counts. `unit` is relative to rendered/."""

    environment: str
    unit: str
    id: ObjectId


class Rows(NamedTuple):
    """The four sections of an index as lines, each one member of a JSON object, without the commas between them."""

    tool: list[str]
    inputs: list[str]
    apps: list[str]
    files: list[str]


def write(environment: str, index: Index) -> str:
    """The index as text; equal records give equal bytes."""
    return text_of(environment, rows_of(index))


def rows_of(index: Index) -> Rows:
    """The lines of an index, sorted."""
    return Rows(
        [f"{quote(k)}:{quote(v)}" for k, v in sorted(index.tool.items())],
        [f"{quote(k)}:{quote(v)}" for k, v in sorted(index.inputs.items())],
        [f"{quote(k)}:[{','.join(map(quote, v))}]" for k, v in sorted(index.apps.items())],
        [_line(path, entries[0]) for path, entries in sorted(index.files.items())],
    )


def text_of(environment: str, rows: Rows) -> str:
    """The text that these lines make."""
    sections = zip(Rows._fields, rows, strict=True)
    body = ",\n".join(f'"{name}":{{\n' + ",\n".join(lines) + "\n}" for name, lines in sections)
    return _head(environment) + body + "}\n"


def rows_in(environment: str, text: str) -> Rows | None:
    """The lines of a text that this version wrote, unread; None for any other."""
    head, start = _head(environment), '"tool":{\n'
    if has_markers(text) or not text.startswith(head + start) or not text.endswith("\n}}\n"):
        return None
    rest, found = text[len(head + start) : -len("\n}}\n")], []
    for name in Rows._fields[1:]:
        section, end, rest = rest.partition(f'\n}},\n"{name}":{{\n')
        if not end:
            return None
        found.append(section)
    return Rows(*(section.split(",\n") if section else [] for section in (*found, rest)))


def read_rows(rows: Rows) -> Index:
    """The record in some lines; `damaged` where they say nothing."""
    members = (f'"{name}":{{{",".join(lines)}}}' for name, lines in zip(Rows._fields, rows, strict=True))
    return read(f'{{"format":{FORMAT},{",".join(members)}}}')


def _head(environment: str) -> str:
    return f'{{"format":{FORMAT},"environment":{quote(environment)},\n'


def read(text: str) -> Index:
    """The record in a text anybody may have edited: `damaged` when it says nothing, both sides when in conflict."""
    import json

    if has_markers(text):
        return _read_conflict(text)
    try:
        loaded = json.loads(text)
        if not isinstance(loaded, dict) or loaded.get("format") != FORMAT:
            return Index(damaged=True)
        files = {path: (_entry(row),) for path, row in _mapping(loaded, "files").items()}
        return Index(
            {k: str(v) for k, v in _mapping(loaded, "tool").items()},
            {k: str(v) for k, v in _mapping(loaded, "inputs").items()},
            {k: tuple(map(str, v)) for k, v in _mapping(loaded, "apps").items()},
            files,
        )
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return Index(damaged=True)


def has_markers(text: str) -> bool:
    """Whether git left conflict markers in a text; a row of equals signs alone is none."""
    return "<<<<<<< " in text and len({match[0][0] for match in _MARKER.finditer(text)} & {"<", "=", ">"}) == 3


def owned(environment: str, text: str) -> tuple[Owned, ...]:
    """The identities an index records, sorted: of the merge base, say, as `git show` prints it."""
    return tuple(identities(environment, read(text)))


def identities(environment: str, index: Index) -> Iterator[Owned]:
    """The identities of one environment's record, sorted by path."""
    from generator.rendered.names import unit_of

    for path, entries in sorted(index.files.items()):
        full = f"{environment}/{path}"
        for entry in entries:
            yield Owned(environment, unit_of(full) or full, entry.id)


def _read_conflict(text: str) -> Index:
    """Both sides of a conflict: the index has one entry a line, so every line can be read alone."""
    import json

    files: dict[str, list[Entry]] = {}
    for line in text.splitlines():
        try:
            pair = json.loads("{" + line.rstrip("}").rstrip(",") + "}")
            ((path, row),) = pair.items()
            entry = _entry(row)
        except (ValueError, TypeError, IndexError, RecursionError):
            continue
        if entry not in files.setdefault(path, []):
            files[path].append(entry)
    return Index(files={path: tuple(rows) for path, rows in files.items()}, conflicted=True)


def _entry(row: Sequence[Any]) -> Entry:
    if not isinstance(row, list) or len(row) != 6 or not isinstance(row[1], int):
        raise ValueError("not an entry")
    return Entry(str(row[0]), row[1], ObjectId(*map(str, row[2:])))


def _mapping(loaded: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = loaded.get(key, {})
    if not isinstance(found, dict):
        raise ValueError(key)
    return found


def _line(path: str, entry: Entry) -> str:
    return f"{quote(path)}:[{quote(entry.sha)},{entry.size}{tail(entry.id)}"


def tail(id: ObjectId) -> str:
    """How a file's line ends: with the identity of its object."""
    return f",{','.join(map(quote, (id.group, id.kind, id.namespace, id.name)))}]"


def quote(text: str) -> str:
    """A text as JSON writes it."""
    if _PLAIN.fullmatch(text):
        return f'"{text}"'
    import json

    return json.dumps(text)
