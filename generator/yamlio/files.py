"""The file gate: the one way to a file below a root. No link is followed, nothing but a regular file is read.

Every directory on the way is opened from the descriptor of its parent with O_NOFOLLOW, so a link swapped in between a
check and its use changes nothing. Files are opened without blocking, asked what they are, and sized before one byte
is read.
"""

from __future__ import annotations

import errno
import os
import pathlib
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType

from generator.model import MachineError, Origin, UserError
from generator.yamlio.messages import shown

MOST_BYTES = 1 << 20
"""The largest file that is read where the caller names no other limit."""
MOST_FILES = 20_000
MOST_TOTAL = 64 << 20
"""Bytes of all files of one listing together."""
SUFFIXES = (".yaml", ".yml")

_LONGEST_SEGMENT = 200
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
# What a person can mend in the repository; every other failure is the machine's.
_LINK = (errno.ELOOP, errno.EMLINK)
_USER = (errno.ENOENT, errno.ENOTDIR, errno.ENXIO, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL)


@dataclass(frozen=True, slots=True)
class Listing:
    """The files below a directory, sorted; `ignored` are those whose names say that they are not for us."""

    files: tuple[str, ...]
    ignored: tuple[str, ...] = ()


def read_file(root: pathlib.Path, relative: str, *, limit: int = MOST_BYTES) -> bytes:
    """The bytes of a regular file below `root`. Raises UserError, or MachineError where the machine refuses."""
    with Folder(root) as folder:
        return folder.read(relative, limit=limit)


def list_files(root: pathlib.Path, relative: str = "", *, suffixes: tuple[str, ...] = SUFFIXES) -> tuple[str, ...]:
    """Paths, relative to `root` and sorted, of all files below `root/relative` with one of the suffixes."""
    with Folder(root) as folder:
        return folder.listing(relative, suffixes=suffixes).files


class Folder:
    """An open root. Keeps the directories on the way open until it is closed, so reading many files is cheap."""

    def __init__(self, root: pathlib.Path) -> None:
        self._open: dict[str, int] = {}
        try:
            # The root itself was named by the person who started us; only what lies below it is suspect.
            self._open[""] = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise _failed(error, str(root), "directory") from None

    def __enter__(self) -> Folder:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Give all descriptors back."""
        while self._open:
            os.close(self._open.popitem()[1])

    def directory(self, relative: str = "") -> int:
        """A descriptor of a directory below the root, which stays ours to close."""
        if relative in self._open:
            return self._open[relative]
        *parents, name = segments(relative)
        parent = self.directory("/".join(parents))
        try:
            opened = os.open(name, _DIRECTORY, dir_fd=parent)
        except OSError as error:
            raise _failed(_linked(error, name, parent), relative, "directory") from None
        self._open[relative] = opened
        return opened

    def read(self, relative: str, *, limit: int = MOST_BYTES) -> bytes:
        """The bytes of a regular file of at most `limit` bytes."""
        folder, _, name = relative.rpartition("/")
        # A directory that is open was looked at already, name by name.
        segments(name if folder and folder in self._open else relative)
        parent = self.directory(folder)
        try:
            opened = os.open(name, _FILE, dir_fd=parent)
        except OSError as error:
            raise _failed(error, relative, "file") from None
        try:
            return _content(opened, relative, limit)
        except OSError as error:
            raise _failed(error, relative, "file") from None
        finally:
            os.close(opened)

    def listing(self, relative: str = "", *, suffixes: tuple[str, ...] = SUFFIXES) -> Listing:
        """Every file below a directory. A link, or a name with our suffix that is no file, raises UserError."""
        files: list[str] = []
        ignored: list[str] = []
        total = 0
        pending = [relative]
        while pending:
            folder = pending.pop()
            for entry in self._entries(folder):
                path = f"{folder}/{entry.name}" if folder else entry.name
                if not _wanted(entry, path, suffixes, pending, ignored):
                    continue
                files.append(path)
                total += entry.stat(follow_symlinks=False).st_size
                _within(len(files), total, relative)
        return Listing(tuple(sorted(files)), tuple(sorted(ignored)))

    def _entries(self, relative: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(self.directory(relative)) as entries:
                yield from entries
        except OSError as error:
            raise _failed(error, relative, "directory") from None


def segments(relative: str) -> list[str]:
    """The parts of a path relative to the root; raises UserError where one could lead out of it or is not portable."""
    parts = relative.split("/")
    for part in parts:
        if part in ("", ".", "..") or "\\" in part or not part.isprintable():
            why = f"path {shown(relative, 80)!r} is not a plain path below the root"
        elif len(part.encode("utf-8", "replace")) > _LONGEST_SEGMENT:
            why = f"path segment {shown(part)!r} is longer than {_LONGEST_SEGMENT} bytes"
        elif part.casefold().rstrip(". ") in (".git", "git~1"):
            why = f"path {shown(relative, 80)!r} leads into a git directory"
        else:
            continue
        raise UserError(why, rule="file-path", fix="use a relative path of ordinary names, without `..`")
    return parts


def _content(opened: int, relative: str, limit: int) -> bytes:
    found = os.fstat(opened)
    if not stat.S_ISREG(found.st_mode):
        raise _irregular(relative, _kind(found.st_mode))
    if found.st_size > limit:
        raise _too_large(relative, found.st_size, limit)
    # One byte more than allowed: the file may have grown since it was sized.
    chunks: list[bytes] = []
    left = limit + 1
    while left > 0:
        wanted = min(left, max(found.st_size + 1, 4096))
        chunk = os.read(opened, wanted)
        chunks.append(chunk)
        left -= len(chunk)
        if len(chunk) < wanted:
            # A regular file gives less than was asked for at its end only (POSIX.1-2017, read).
            break
    if left <= 0:
        raise _too_large(relative, limit + 1, limit)
    return b"".join(chunks)


def _wanted(
    entry: os.DirEntry[str], path: str, suffixes: tuple[str, ...], pending: list[str], ignored: list[str]
) -> bool:
    """Whether an entry is a file for us; directories are queued, foreign names noted."""
    ours = entry.name.endswith(suffixes) and not entry.name.startswith(".")
    if entry.is_symlink():
        if ours or (not entry.name.startswith(".") and "." not in entry.name):
            raise _irregular(path, "a symbolic link")
        ignored.append(path)
        return False
    if entry.is_dir(follow_symlinks=False):
        if ours:
            raise _irregular(path, "a directory")
        (ignored if entry.name.startswith(".") else pending).append(path)
        return False
    if not ours:
        ignored.append(path)
        return False
    if not entry.is_file(follow_symlinks=False):
        raise _irregular(path, _kind(entry.stat(follow_symlinks=False).st_mode))
    return True


def _within(count: int, total: int, relative: str) -> None:
    name = relative or "."
    if count > MOST_FILES:
        raise UserError(
            f"more than {MOST_FILES} files below {name}", Origin(name), rule="file-limit", fix="split the fleet"
        )
    if total > MOST_TOTAL:
        raise UserError(
            f"more than {MOST_TOTAL} bytes of files below {name}",
            Origin(name),
            rule="file-limit",
            fix="split the fleet",
        )


def _kind(mode: int) -> str:
    for test, name in (
        (stat.S_ISFIFO, "a named pipe"),
        (stat.S_ISDIR, "a directory"),
        (stat.S_ISCHR, "a device"),
        (stat.S_ISBLK, "a device"),
        (stat.S_ISSOCK, "a socket"),
        (stat.S_ISLNK, "a symbolic link"),
    ):
        if test(mode):
            return name
    return "something else"


def _irregular(relative: str, kind: str) -> UserError:
    fix = "put the file itself there" if kind == "a symbolic link" else "remove or rename it"
    return UserError(
        f"{shown(relative, 120)} is {kind}, not a regular file", Origin(relative), rule="file-irregular", fix=fix
    )


def _too_large(relative: str, size: int, limit: int) -> UserError:
    return UserError(
        f"file is {size} bytes; limit {limit}", Origin(relative, 1, 1), rule="yaml-limit", fix="split the file"
    )


def _linked(error: OSError, name: str, parent: int) -> OSError:
    """O_DIRECTORY with O_NOFOLLOW says ENOTDIR for a link; say what it is."""
    if error.errno == errno.ENOTDIR:
        try:
            if stat.S_ISLNK(os.stat(name, dir_fd=parent, follow_symlinks=False).st_mode):
                return OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        except OSError:
            return error
    return error


def _failed(error: OSError, relative: str, what: str) -> UserError:
    name, origin = shown(relative, 120), Origin(relative)
    if error.errno in _LINK:
        return _irregular(relative, "a symbolic link")
    if error.errno == errno.ENOENT:
        return UserError(f"no such {what}: {name}", origin, rule="file-missing", fix="check the name")
    if error.errno == errno.ENOTDIR:
        return UserError(f"{name}: not a directory", origin, rule="file-irregular", fix="check the path")
    if error.errno in _USER:
        return UserError(f"{name} is not a regular file", origin, rule="file-irregular", fix="remove or rename it")
    reason = (error.strerror or "unknown error").lower()
    return MachineError(f"cannot read {what} {name}: {reason}", origin, rule="machine", fix="check its permissions")
