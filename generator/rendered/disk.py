# ruff: noqa: PTH102, PTH104, PTH106, PTH108
"""Every change of the disk: eight operations, counted, so that a test can fail each one of them."""

from __future__ import annotations

import errno
import os
from functools import lru_cache

from generator.rendered.layout import DIRECTORY, TYPE_BITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ctypes import CDLL

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


class Disk:
    """The eight operations. All raise OSError. A test overrides `step` (before each) or `pour` (a file's bytes)."""

    def __init__(self) -> None:
        self.operations = 0

    def step(self, operation: str, path: str) -> None:
        """Count one operation; called before it is done."""
        self.operations += 1

    def write_file(self, path: str, content: bytes, mode: int = 0o644) -> None:
        """A new file; never follows a link, never opens a file that exists."""
        self.step("write_file", path)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        descriptor = os.open(path, flags, mode)
        try:
            self.pour(descriptor, content)
        except OSError as failure:
            failure.filename = failure.filename or path
            raise
        finally:
            os.close(descriptor)

    def pour(self, descriptor: int, content: bytes) -> None:
        """Write all bytes: a short write is not an error of the caller."""
        written = os.write(descriptor, content)
        while written < len(content):
            written += os.write(descriptor, content[written:])

    def mkdir(self, path: str) -> None:
        self.step("mkdir", path)
        os.mkdir(path)

    def rename(self, source: str, target: str) -> None:
        """Move, replacing a file at `target`."""
        self.step("rename", target)
        os.rename(source, target)

    def exchange(self, source: str, target: str) -> None:
        """Swap two entries in one step; OSError ENOSYS where the system has no such call."""
        self.step("exchange", target)
        swap = getattr(_libc(), "renameat2", None)
        if swap is None:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), source, None, target)
        if swap(_AT_FDCWD, os.fsencode(source), _AT_FDCWD, os.fsencode(target), _RENAME_EXCHANGE) != 0:
            number = _errno()
            raise OSError(number, os.strerror(number), source, None, target)

    def unlink(self, path: str) -> None:
        self.step("unlink", path)
        os.unlink(path)

    def rmdir(self, path: str) -> None:
        self.step("rmdir", path)
        os.rmdir(path)

    def sync(self, path: str) -> None:
        """Flush the file system that holds `path`: one call for any number of files."""
        self.step("sync", path)
        flush = getattr(_libc(), "syncfs", None)
        if flush is None:
            os.sync()
            return
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            if flush(descriptor) != 0:
                number = _errno()
                raise OSError(number, os.strerror(number), path)
        finally:
            os.close(descriptor)

    def fsync_dir(self, path: str) -> None:
        """Make the names in a directory durable."""
        self.step("fsync_dir", path)
        descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def make_parents(disk: Disk, top: str, path: str) -> None:
    """Create the missing directories between `top` and `path`; OSError ENOTDIR for a link or a file on the way."""
    folder = top
    for part in os.path.relpath(path, top).split(os.sep)[:-1]:
        folder = f"{folder}/{part}"
        try:
            found = os.lstat(folder)
        except FileNotFoundError:
            disk.mkdir(folder)
            continue
        if not is_directory(found):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder)


def remove_tree(disk: Disk, path: str) -> None:
    """Remove whatever is at `path`, links unfollowed; nothing there is fine."""
    try:
        found = os.lstat(path)
    except FileNotFoundError:
        return
    if not is_directory(found):
        disk.unlink(path)
        return
    with os.scandir(path) as entries:
        children = sorted((entry.path, entry.is_dir(follow_symlinks=False)) for entry in entries)
    for child, folder in children:
        if folder:
            remove_tree(disk, child)
        else:
            disk.unlink(child)
    disk.rmdir(path)


def is_directory(found: os.stat_result) -> bool:
    """Whether a stat (never of a followed link) is a directory's."""
    return found.st_mode & TYPE_BITS == DIRECTORY


@lru_cache(maxsize=1)
def _libc() -> CDLL:
    import ctypes

    return ctypes.CDLL(None, use_errno=True)


def _errno() -> int:
    import ctypes

    return ctypes.get_errno()
