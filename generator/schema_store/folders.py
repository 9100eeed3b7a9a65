"""Directories of schemas that users bring: our own `.schemas/`, the CRDs-catalog layout, kubeconform's flat layout."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from generator.model import Origin, UserError
from generator.schema_store.kinds import Kind, from_index
from generator.schema_store.records import read_json

INDEX = "index.json"
_MOST = 20_000
_VERSION = r"v[0-9]+(?:(?:alpha|beta)[0-9]+)?"
_IN_GROUP = re.compile(rf"([a-z0-9]+)_({_VERSION})\.json")
_KEY = re.compile(rf"([a-z0-9*][a-z0-9.*-]*/)?{_VERSION}/[A-Za-z0-9]+")
_FLAT = re.compile(rf"([a-z0-9]+)(?:-([a-z0-9]+(?:-[a-z0-9]+)*?))?[-_]({_VERSION})\.json")


def kinds(folder: Path) -> list[Kind]:
    """The kinds of one directory. Kinds known by file name only are in lower case. Raises UserError."""
    if not folder.is_dir():
        raise UserError(f"{folder} is not a directory of schemas", Origin(str(folder)), rule="schema-dir-missing")
    if (folder / INDEX).is_file():
        return _indexed(folder)
    found = [kind for file in _json_files(folder) if (kind := by_name(str(folder), file))]
    if not found:
        raise UserError(f"{folder} holds no schemas", Origin(str(folder)), rule="schema-dir-empty",
                        fix="name its files <group>/<kind>_<version>.json")  # fmt: skip
    return found


def _indexed(folder: Path) -> list[Kind]:
    name = f"{folder}/{INDEX}"
    index = read_json(folder / INDEX, name)
    entries = index.get("kinds") if isinstance(index, dict) else None
    if not isinstance(entries, dict) or not all(isinstance(entry, dict) for entry in entries.values()):
        raise UserError(f"{name} lacks a mapping `kinds`", Origin(name), rule="schema-invalid",
                        fix="run `argosy schemas import` again")  # fmt: skip
    found = [from_index(key, entry, str(folder)) for key, entry in sorted(entries.items())]
    for key, kind in zip(sorted(entries), found, strict=True):
        path = PurePosixPath(kind.file)
        if not _KEY.fullmatch(key):
            raise UserError(f"{name}: {key[:60]!r} is not an <apiVersion>/<kind>", Origin(name), rule="schema-invalid")
        if not kind.file or path.is_absolute() or ".." in path.parts:
            raise UserError(f"{name}: the file of {kind.api_version} {kind.kind} must lie in the same directory",
                            Origin(name), rule="schema-invalid")  # fmt: skip
    return found


def _json_files(folder: Path) -> Iterator[str]:
    """The JSON files of the directory and of the directories in it, sorted, relative; links are left out."""
    names: list[str] = []
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir(follow_symlinks=False):
                with os.scandir(entry.path) as inner:
                    names += [f"{entry.name}/{e.name}" for e in inner if e.is_file(follow_symlinks=False)]
            elif entry.is_file(follow_symlinks=False):
                names.append(entry.name)
            if len(names) > _MOST:
                raise UserError(f"{folder} holds more than {_MOST} files", Origin(str(folder)), rule="schema-dir-large")
    yield from sorted(name for name in names if name.endswith(".json"))


def by_name(folder: str, file: str) -> Kind | None:
    """The kind a file's name states, in lower case, or None when the name follows no known layout."""
    group, _, name = file.rpartition("/")
    if group:
        match = _IN_GROUP.fullmatch(name)
        return Kind(f"{group}/{match[2]}", match[1], source=folder, file=file) if match else None
    match = _FLAT.fullmatch(name)
    if not match:
        return None
    # The flat layout keeps only the first label of the group; `*` stands for the rest.
    api_version = f"{match[2]}.*/{match[3]}" if match[2] else f"*/{match[3]}" if "_" in name else match[3]
    return Kind(api_version, match[1], source=folder, file=file)


def load(folder: Path, kind: Kind) -> dict[str, Any]:
    """The JSON Schema of one kind, checked. Raises UserError naming the file and the place in it."""
    from generator.schema_store.lint import check
    from generator.schema_store.rewrite import portable_patterns

    name = f"{folder}/{kind.file}"
    schema = read_json(folder / kind.file, name)
    check(schema, name)
    rewritten: dict[str, Any] = portable_patterns(schema)
    return rewritten
