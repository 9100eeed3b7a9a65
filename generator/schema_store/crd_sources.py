"""Where CRDs are read from: files, directories, a chart's `crds/` folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.model import Origin, UserError
from generator.schema_store.crd_import import Gathered, gather
from generator.schema_store.records import read_bytes

_SUFFIXES = (".yaml", ".yml", ".json")
_MOST = 20_000
_DEPTH = 8


def gather_paths(paths: Iterable[Path]) -> Gathered:
    """Everything the files and directories hold; a path given by name must hold at least one kind."""
    gathered = Gathered()
    for path in paths:
        before = len(gathered.kinds) + len(gathered.findings)
        for file in _files(path):
            gather(read_bytes(file, file.as_posix()), _name(file), gathered)
        if len(gathered.kinds) + len(gathered.findings) == before:
            name = path.as_posix()
            raise UserError(f"{name} holds no CustomResourceDefinition that is served and has a schema", Origin(name),
                            rule="crd-missing", fix="give the file or directory with the CRDs")  # fmt: skip
    return gathered


def _name(file: Path) -> str:
    """What the index calls a file: as it was given, but never a path from the root of somebody's machine."""
    return file.as_posix() if not file.is_absolute() and ".." not in file.parts else "/".join(file.parts[-2:])


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    roots = [path]
    if (path / "Chart.yaml").is_file():
        roots = [folder for folder in (path / "crds", *sorted(path.glob("charts/*/crds"))) if folder.is_dir()]
        if not roots:
            raise UserError(f"the chart {path.as_posix()} has no crds/ folder", Origin(path.as_posix()),
                            rule="crd-missing",
                            fix="render it (helm template --include-crds CHART > crds.yaml) and import what comes out"
                            )  # fmt: skip
    found = [file for root in roots for file in _walk(root, 0)]
    if len(found) > _MOST:
        raise UserError(f"{path.as_posix()} holds more than {_MOST} files", Origin(path.as_posix()), rule="crd-many")
    yield from found


def _walk(folder: Path, depth: int) -> Iterator[Path]:
    """The YAML and JSON files below a folder, sorted; links and hidden names are left out."""
    with os.scandir(folder) as scanned:
        entries = sorted(scanned, key=lambda entry: entry.name)
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False) and depth < _DEPTH:
            yield from _walk(folder / entry.name, depth + 1)
        elif entry.is_file(follow_symlinks=False) and entry.name.endswith(_SUFFIXES) and entry.name != "index.json":
            yield folder / entry.name
