"""One render at a time: a kernel lock, which dies with its owner, and the first duties of whoever holds it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from generator.model import MachineError, Origin
from generator.rendered import journal
from generator.rendered.disk import Disk, is_directory, remove_tree
from generator.rendered.layout import FOLDER, HIDDEN, LOCK, STAGE

if TYPE_CHECKING:
    from generator.rendered.state import Snapshot


@dataclass(frozen=True, slots=True)
class Held:
    """The right to change rendered/. `tick` is the file system's clock (ns) when the lock was taken; `snapshot` the
    inputs as they were then; `recovered` whether an interrupted render was finished first."""

    root: Path
    disk: Disk
    tick: int
    recovered: bool
    snapshot: Snapshot | None = None


@contextmanager
def hold(root: Path, inputs: Iterable[str] = (), *, disk: Disk | None = None) -> Iterator[Held]:
    """Take the lock, finish what an interrupted render left, clear the stage; released at the end, or with the process.

    `inputs`: files and directories, relative to `root`, to note for `state.remember` before anything reads them.
    MachineError when another render holds it, when rendered/ cannot be written, or when recovery fails.
    """
    disk = disk or Disk()
    descriptor = _open(root, disk)
    try:
        _lock(descriptor, root)
        tick = os.fstat(descriptor).st_mtime_ns
        yield Held(root, disk, tick, _recover(root, disk), _snapshot(root, inputs, tick))
    finally:
        os.close(descriptor)


def clear_stage(root: Path, disk: Disk) -> None:
    """Remove the stage and whatever a killed run left beside it; never while a journal needs it."""
    remove_tree(disk, f"{root}/{STAGE}")
    with os.scandir(f"{root}/{HIDDEN}") as entries:
        litter = sorted(entry.path for entry in entries if entry.name.endswith(".new"))
    for path in litter:
        remove_tree(disk, path)


def _open(root: Path, disk: Disk) -> int:
    hidden = f"{root}/{HIDDEN}"
    try:
        _make(hidden, disk)
        _check_writable(root, hidden)
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        return os.open(f"{root}/{LOCK}", flags, 0o644)
    except OSError as failure:
        raise _machine(failure, root) from failure


def _make(hidden: str, disk: Disk) -> None:
    """The directory of our own, with a note to git; another run may be making it at this moment."""
    with suppress(FileExistsError):
        if not os.path.lexists(hidden):
            disk.mkdir(hidden)
    if not is_directory(os.lstat(hidden)):
        raise MachineError(
            f"{HIDDEN} is not a directory of its own; nothing was read or written",
            Origin(HIDDEN),
            rule="state-directory",
            fix=f"remove {HIDDEN}",
        )
    with suppress(FileExistsError):
        if not os.path.lexists(f"{hidden}/.gitignore"):
            disk.write_file(f"{hidden}/.gitignore", b"*\n")


def _check_writable(root: Path, hidden: str) -> None:
    """Before any work: rendered/ can be written and shares its file system with the stage."""
    rendered = f"{root}/{FOLDER}"
    for path in (hidden, rendered if os.path.lexists(rendered) else str(root)):
        if not os.access(path, os.W_OK | os.X_OK):
            raise PermissionError(13, os.strerror(13), path)
    if os.path.lexists(rendered) and os.lstat(rendered).st_dev != os.lstat(hidden).st_dev:
        raise MachineError(
            f"rendered/ and {HIDDEN}/ lie on two file systems, so nothing can be swapped in one step",
            Origin(HIDDEN),
            rule="two-file-systems",
            fix="keep both on one file system",
        )


def _lock(descriptor: int, root: Path) -> None:
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as failure:
        if not isinstance(failure, BlockingIOError):
            raise _machine(failure, root) from failure
        owner = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip()
        raise MachineError(
            f"another render holds the lock (pid {owner})" if owner.isdecimal() else "another render holds the lock",
            Origin(LOCK),
            rule="locked",
            fix="wait until it ends; a lock never outlives its process",
        ) from failure
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
    except OSError as failure:
        raise _machine(failure, root) from failure


def _recover(root: Path, disk: Disk) -> bool:
    try:
        recovered = journal.finish(str(root), disk)
        clear_stage(root, disk)
    except OSError as failure:
        raise _machine(failure, root, "cannot finish the interrupted render: ") from failure
    return recovered


def _snapshot(root: Path, inputs: Iterable[str], tick: int) -> Snapshot | None:
    listed = tuple(inputs)
    if not listed:
        return None
    from generator.rendered.state import snapshot

    return snapshot(str(root), listed, tick)


def _machine(failure: OSError, root: Path, before: str = "") -> MachineError:
    path = os.path.relpath(str(failure.filename), root) if failure.filename else FOLDER
    reason = (failure.strerror or str(failure)).lower()
    return MachineError(
        f"{before}{path}: {reason}" + ("" if before else "; rendered/ unchanged"),
        Origin(path),
        rule="not-writable",
        fix="make the place writable for this user (and free space on the disk), then render again",
    )
