"""Which files the given paths hold. Nothing outside them is opened, no link is followed, nothing irregular is read."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.model import Finding, Origin, UserError
from generator.yamlio.files import Folder
from generator.yamlio.limits import MANIFESTS
from generator.yamlio.messages import shown

SUFFIXES = (".yaml", ".yml", ".json")
STDIN = "-"
STDIN_NAME = "<stdin>"
MOST_FILES = 200_000
MOST_TOTAL = 1 << 30
"""Files and bytes of one run: what a cluster holds, and a machine of CI too (about 15 KiB of memory a file)."""
_KUSTOMIZATION = "Kustomization"


@dataclass(frozen=True, slots=True)
class Found:
    """One file: the path it is shown by, its bytes, and whether it was named itself (not found in a folder)."""

    path: str
    data: bytes
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Gathered:
    """All files, sorted by path, what could not be read, and the folders that were given.

    `others` are the files of those folders that hold no manifests by their names. `whole` says that one of the folders
    is a whole repository: what is in neither list is not there.
    """

    files: tuple[Found, ...]
    findings: tuple[Finding, ...]
    folders: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    whole: bool = False


def gather(paths: Sequence[str], stdin: Callable[[], bytes]) -> Gathered:
    """Read every file the paths name or hold; each once, whatever the paths repeat."""
    files: dict[str, Found] = {}
    findings: list[Finding] = []
    folders: list[str] = []
    others: list[str] = []
    whole = False
    budget = _Budget()
    for path in paths:
        try:
            if path == STDIN:
                files[STDIN_NAME] = Found(STDIN_NAME, _limited(stdin()), True)
            elif os.path.isdir(path):  # noqa: PTH112 (a name may hold anything)
                folders.append(display(path))
                whole = whole or Path(path, ".git").exists()
                for found in _folder(path, budget, findings, others):
                    files.setdefault(found.path, found)
            else:
                found = _file(path)
                files[found.path] = found
        except UserError as error:
            findings += error.findings
    return Gathered(tuple(files[path] for path in sorted(files)), tuple(findings), tuple(folders), tuple(others), whole)


def display(path: str) -> str:
    """How a path is shown: normalised, relative to the current folder where it lies below it; "" for that folder."""
    normal = os.path.normpath(path)
    if os.path.isabs(normal):  # noqa: PTH117
        here = str(Path.cwd())
        normal = os.path.relpath(normal, here) if normal == here or normal.startswith(here + os.sep) else normal
    return "" if normal == "." else normal.replace(os.sep, "/")


class _Budget:
    """How many files and bytes may still be read from folders."""

    def __init__(self) -> None:
        self.files = MOST_FILES
        self.bytes = MOST_TOTAL

    def take(self, size: int, folder: str) -> None:
        self.files -= 1
        self.bytes -= size
        if self.files < 0 or self.bytes < 0:
            what = f"more than {MOST_FILES} files" if self.files < 0 else f"more than {MOST_TOTAL >> 20} MiB of files"
            raise UserError(f"{what} below {folder or '.'}", Origin(folder or "."), rule="file-limit",
                            fix="name a smaller part of it")  # fmt: skip


def _file(path: str) -> Found:
    parent, name = os.path.split(os.path.normpath(path))
    with Folder(Path(parent or ".")) as folder:
        try:
            return Found(display(path), folder.read(name, limit=MANIFESTS.file), True)
        except UserError as error:
            raise _placed(error, display(parent)) from None


def _folder(path: str, budget: _Budget, findings: list[Finding], seen: list[str]) -> Iterator[Found]:
    shown_as = display(path)
    with Folder(Path(path)) as folder:
        for relative in _names(folder, shown_as, findings, seen):
            try:
                data = folder.read(relative, limit=MANIFESTS.file)
            except UserError as error:
                findings += _placed(error, shown_as).findings
                continue
            budget.take(len(data), shown_as)
            yield Found(join(shown_as, relative), data)


def _names(folder: Folder, shown_as: str, findings: list[Finding], seen: list[str]) -> Iterator[str]:
    """Files below an open folder that may hold manifests, sorted; `seen` takes all others, hidden ones are left out."""
    pending = [""]
    while pending:
        inside = pending.pop()
        try:
            with os.scandir(folder.directory(inside)) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            reason = (error.strerror or "unknown error").lower()
            findings.append(_unreadable(join(shown_as, inside) or ".", f"cannot read the folder: {reason}"))
            continue
        except UserError as error:
            findings += _placed(error, shown_as).findings
            continue
        deeper: list[str] = []
        for entry in listed:
            relative = f"{inside}/{entry.name}" if inside else entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                deeper.append(relative)
            elif entry.name.endswith(SUFFIXES) or entry.name == _KUSTOMIZATION:
                yield relative
            elif entry.is_symlink() and _leads_to_folder(entry):
                message = f"{shown(join(shown_as, relative), 120)} is a symbolic link to a folder: it is not followed"
                findings.append(_unreadable(join(shown_as, relative), message))
            else:
                seen.append(join(shown_as, relative))
        pending += reversed(deeper)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=True)
    except OSError:
        return False


def _unreadable(path: str, message: str) -> Finding:
    return UserError(message, Origin(path), rule="file-irregular", fix="name the folder itself").findings[0]


def _placed(error: UserError, folder: str) -> UserError:
    """The error with its places seen from where the command runs."""
    from dataclasses import replace

    moved = []
    for finding in error.findings:
        origin = finding.origin
        place = replace(origin, file=join(folder, origin.file)) if origin else Origin(folder or ".")
        moved.append(replace(finding, origin=place))
    return UserError(error.message, findings=moved)


def join(folder: str, name: str) -> str:
    return f"{folder.rstrip('/')}/{name}" if folder and name else folder or name


def _limited(data: bytes) -> bytes:
    if len(data) > MANIFESTS.file:
        message = f"standard input is larger than {MANIFESTS.file >> 20} MiB"
        raise UserError(message, Origin(STDIN_NAME), rule="file-limit", fix="give the files by name")
    return data
