"""Reading rendered/: a listing that refuses links and devices, and files that are read without following any."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.model import MachineError, Origin, UserError
from generator.rendered.layout import DIRECTORY, FOLDER, LINK, REGULAR, TYPE_BITS

DEEPEST = 8
LARGEST = 16 * 1024 * 1024
"""Bytes of one file we are ready to read; what we write is far smaller."""


def listing(root: Path) -> dict[str, int]:
    """Every file below rendered/ with its size in bytes, by path relative to it; empty when there is none.

    UserError for a link, a device or a tree that is too deep; MachineError when a directory cannot be read.
    """
    top = f"{root}/{FOLDER}"
    try:
        found = os.lstat(top)
    except FileNotFoundError:
        return {}
    except OSError as failure:
        raise unreadable(failure, FOLDER) from failure
    if found.st_mode & TYPE_BITS != DIRECTORY:
        raise _refused(FOLDER, "is a link" if found.st_mode & TYPE_BITS == LINK else "is not a directory")
    sizes: dict[str, int] = {}
    _walk(top, "", sizes, 0)
    return sizes


def part(root: Path, units: Iterable[str]) -> dict[str, int]:
    """As `listing`, of some units or files alone; the directories that hold them may not be links either."""
    sizes: dict[str, int] = {}
    for unit in units:
        parts = unit.split("/")
        for depth in range(len(parts) + 1):
            shown = "/".join((FOLDER, *parts[:depth]))
            try:
                found = os.lstat(f"{root}/{shown}")
            except (FileNotFoundError, NotADirectoryError):
                break
            except OSError as failure:
                raise unreadable(failure, shown) from failure
            kind = found.st_mode & TYPE_BITS
            if kind == REGULAR and depth == len(parts):
                sizes[unit] = found.st_size
            elif kind != DIRECTORY:
                raise _refused(shown, "is a link" if kind == LINK else "is not a directory")
            elif depth == len(parts):
                _walk(f"{root}/{shown}", unit + "/", sizes, depth)
    return sizes


def _walk(folder: str, prefix: str, sizes: dict[str, int], depth: int) -> None:
    if depth > DEEPEST:
        raise _refused(f"{FOLDER}/{prefix}", f"is more than {DEEPEST} directories deep")
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    _walk(entry.path, path + "/", sizes, depth + 1)
                elif entry.is_file(follow_symlinks=False):
                    sizes[path] = entry.stat(follow_symlinks=False).st_size
                else:
                    raise _refused(f"{FOLDER}/{path}", "is a link" if entry.is_symlink() else "is not a regular file")
    except OSError as failure:
        raise unreadable(failure, f"{FOLDER}/{prefix}".rstrip("/")) from failure


def read_bytes(path: str, shown: str) -> bytes:
    """One regular file's bytes; MachineError naming `shown` when it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            found = os.fstat(descriptor)
            if found.st_mode & TYPE_BITS != REGULAR:
                raise _refused(shown, "is not a regular file")
            if found.st_size > LARGEST:
                raise _refused(shown, f"is larger than {LARGEST // 1024 // 1024} MiB")
            return _drain(descriptor, found.st_size)
        finally:
            os.close(descriptor)
    except OSError as failure:
        raise unreadable(failure, shown) from failure


def _drain(descriptor: int, size: int) -> bytes:
    content = os.read(descriptor, size + 1)
    if len(content) == size:
        return content
    pieces = [content]
    while content := os.read(descriptor, 65_536):
        pieces.append(content)
    return b"".join(pieces)


def sha256(content: bytes) -> str:
    """The digest every record of this unit uses, in hex."""
    return hashlib.sha256(content).hexdigest()


def unit_digest(shas: Mapping[str, str]) -> str:
    """One digest of a unit: of its files' names (relative to the unit) and digests."""
    return sha256("".join(f"{name}\0{sha}\n" for name, sha in sorted(shas.items())).encode())


def unit_files(path: str, shown: str) -> dict[str, str] | None:
    """The digest of each file of the unit at `path`, by name within it ("" for a lone file); None when absent."""
    try:
        found = os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as failure:
        raise unreadable(failure, shown) from failure
    if found.st_mode & TYPE_BITS != DIRECTORY:
        return {"": sha256(read_bytes(path, shown))}
    sizes: dict[str, int] = {}
    _walk(path, "", sizes, 0)
    return {name: sha256(read_bytes(f"{path}/{name}", f"{shown}/{name}")) for name in sorted(sizes)}


def digest_at(path: str, shown: str) -> str | None:
    """`unit_digest` of what is at `path` now; None when absent."""
    shas = unit_files(path, shown)
    return None if shas is None else unit_digest(shas)


def unreadable(failure: OSError, shown: str) -> MachineError:
    """The error for a file or directory that the system would not let us read."""
    return MachineError(
        f"cannot read {shown}: {(failure.strerror or str(failure)).lower()}",
        Origin(shown),
        rule="unreadable",
        fix="make it readable for this user, then render again",
    )


def _refused(shown: str, why: str) -> UserError:
    return UserError(
        f"{shown} {why}; rendered/ holds directories and regular files only",
        Origin(shown),
        rule="output-not-regular",
        fix="move it out of rendered/",
    )
