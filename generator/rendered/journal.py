"""The journal of one swap: what is to replace what. Once in place, the swap is finished, now or by the next run.

Nothing below .argosy/ is ever believed without a digest.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from generator.model import MachineError, Origin
from generator.rendered import names, tree
from generator.rendered.disk import Disk, is_directory, make_parents, remove_tree
from generator.rendered.layout import FOLDER, HIDDEN, JOURNAL, STAGE

_HEAD = "argosy-journal 1"
_DIGEST = re.compile(r"[0-9a-f]{64}|-")
_CANNOT = frozenset({errno.EXDEV, errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP})
"""What a file system answers that cannot exchange (or, for EXDEV, that cannot even move a directory)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One unit's change: its digest before and after (None: absent), and the number of its place on the stage."""

    unit: str
    old: str | None
    new: str | None
    slot: int


def text_of(steps: Iterable[Step]) -> str:
    """The journal's text; its last line seals the rest."""
    rows = "".join(f"{s.slot}\t{s.old or '-'}\t{s.new or '-'}\t{s.unit}\n" for s in steps)
    body = f"{_HEAD}\n{rows}"
    return f"{body}end {tree.sha256(body.encode())}\n"


def steps_in(text: str) -> tuple[Step, ...]:
    """The steps of a journal; ValueError when it is damaged or names a place outside rendered/."""
    body, _, seal = text.rpartition("end ")
    if not body.startswith(_HEAD + "\n") or seal != tree.sha256(body.encode()) + "\n":
        raise ValueError("damaged")
    steps = []
    for row in body.splitlines()[1:]:
        slot, old, new, unit = row.split("\t")
        if names.path_fault(unit) or not (_DIGEST.fullmatch(old) and _DIGEST.fullmatch(new) and slot.isdecimal()):
            raise ValueError("damaged")
        steps.append(Step(unit, None if old == "-" else old, None if new == "-" else new, int(slot)))
    return tuple(steps)


def pending(root: str) -> bool:
    """Whether a swap was interrupted (or is going on)."""
    return os.path.lexists(f"{root}/{JOURNAL}")


def finish(root: str, disk: Disk) -> bool:
    """Finish the swap a journal tells of; False when there is none. Raises OSError; MachineError for a damaged journal.

    Where the way forward is barred (a checkout took a unit back) the swap is undone, if it can be as a whole. A unit
    that is neither what it was nor what it should become was changed since: it is left for the next plan to judge.
    """
    if not pending(root):
        return False
    text = tree.read_bytes(f"{root}/{JOURNAL}", JOURNAL).decode("utf-8", "replace")
    try:
        steps = steps_in(text)
    except ValueError as failure:
        raise MachineError(
            f"{JOURNAL} is damaged, so the interrupted render cannot be finished",
            Origin(JOURNAL),
            rule="journal-damaged",
            fix=f"remove {JOURNAL}, then render again: it shows what differs",
        ) from failure
    for step in steps:
        _check_parents(root, step.unit)
    if not all(_can_finish(root, step) for step in steps) and all(_can_undo(root, step) for step in steps):
        back = tuple(Step(step.unit, step.new, step.old, step.slot) for step in steps)
        for step in back:
            _undo(root, disk, step)
        close(root, disk, back)
    else:
        for step in steps:
            _redo(root, disk, step)
        close(root, disk, steps)
    return True


def carry_out(root: str, disk: Disk, step: Step) -> None:
    """Put one unit in place; its state is known to be `step.old`."""
    target, staged = _paths(root, step)
    if step.new is None:
        _take_away(disk, target, staged)
    elif step.old is None:
        make_parents(disk, f"{root}/{FOLDER}", target)
        disk.rename(staged, target)
    else:
        _replace(disk, staged, target)


def close(root: str, disk: Disk, steps: Iterable[Step]) -> None:
    """Make the swap durable, drop directories it emptied, and remove the journal: from here on it is done."""
    top = f"{root}/{FOLDER}"
    for step in steps:
        if step.new is None:
            _prune(disk, top, step.unit)
    disk.sync(top)
    disk.unlink(f"{root}/{JOURNAL}")
    with suppress(OSError):  # a journal that comes back after a power cut finds everything done
        disk.fsync_dir(f"{root}/{HIDDEN}")


def _now(root: str, step: Step) -> str | None:
    return tree.digest_at(_paths(root, step)[0], f"{FOLDER}/{step.unit}")


def _can_finish(root: str, step: Step) -> bool:
    staged, now = _paths(root, step)[1], _now(root, step)
    if now == step.new or os.path.lexists(staged + "-torn"):
        return True
    return now in (step.old, None) and (step.new is None or tree.digest_at(staged, STAGE) == step.new)


def _can_undo(root: str, step: Step) -> bool:
    staged, now = _paths(root, step)[1], _now(root, step)
    if now == step.old:
        return True
    kept = [tree.digest_at(path, STAGE) for path in (staged, staged + "-old")]
    return now == step.new and (step.old is None or step.old in kept)


def _undo(root: str, disk: Disk, back: Step) -> None:
    """Carry out a step whose way is backwards; what it brings back lies where the swap put it."""
    staged = _paths(root, back)[1]
    if _now(root, back) == back.new:
        return
    if back.new is not None and not os.path.lexists(staged):
        disk.rename(staged + "-old", staged)
    carry_out(root, disk, back)


def _redo(root: str, disk: Disk, step: Step) -> None:
    target, staged = _paths(root, step)
    if os.path.lexists(staged + "-torn"):
        _finish_tearing(root, disk, step)
        return
    now = tree.digest_at(target, f"{FOLDER}/{step.unit}")
    if now == step.new or (now != step.old and now is not None):
        return
    if step.new is not None and tree.digest_at(staged, STAGE) != step.new:
        return
    carry_out(root, disk, Step(step.unit, now, step.new, step.slot))


def _paths(root: str, step: Step) -> tuple[str, str]:
    return f"{root}/{FOLDER}/{step.unit}", f"{root}/{STAGE}/{step.slot}"


def _replace(disk: Disk, staged: str, target: str) -> None:
    if not is_directory(os.lstat(staged)) and not is_directory(os.lstat(target)):
        disk.rename(staged, target)
        return
    try:
        disk.exchange(staged, target)
    except OSError as failure:
        if failure.errno not in _CANNOT:
            raise
        if not _take_away(disk, target, staged):
            disk.rename(staged, target)


def _take_away(disk: Disk, target: str, staged: str) -> bool:
    """Move a unit to the stage; True when it had to be torn down instead (and what was staged is then in place).

    An overlay file system cannot move a directory of its lower layer (rename(2), EXDEV): the mark `-torn` is set first,
    so that a half-removed directory is never taken for somebody's edit.
    """
    try:
        disk.rename(target, staged + "-old")
        return False
    except OSError as failure:
        if failure.errno != errno.EXDEV or not is_directory(os.lstat(target)):
            raise
    if os.path.lexists(staged):
        disk.rename(staged, staged + "-torn")
    else:
        disk.mkdir(staged + "-torn")
    _tear(disk, staged + "-torn", target)
    return True


def _tear(disk: Disk, torn: str, target: str) -> None:
    remove_tree(disk, target)
    with os.scandir(torn) as entries:
        empty = next(entries, None) is None
    if empty:
        disk.rmdir(torn)
    else:
        disk.rename(torn, target)


def _finish_tearing(root: str, disk: Disk, step: Step) -> None:
    target, staged = _paths(root, step)
    if tree.digest_at(staged + "-torn", STAGE) in (step.new, tree.unit_digest({})):
        _tear(disk, staged + "-torn", target)


def _prune(disk: Disk, top: str, unit: str) -> None:
    """Remove the directories that a deletion left empty."""
    for folder in _above(top, unit):
        if folder == top:
            return
        try:
            with os.scandir(folder) as entries:
                if next(entries, None) is not None:
                    return
        except FileNotFoundError:
            continue
        disk.rmdir(folder)


def _above(top: str, unit: str) -> Iterator[str]:
    """The directories that hold a unit, from the inside out, rendered/ last."""
    parts = unit.split("/")[:-1]
    while parts:
        yield f"{top}/{'/'.join(parts)}"
        parts.pop()
    yield top


def _check_parents(root: str, unit: str) -> None:
    """A journal from elsewhere must not reach through a link."""
    for folder in _above(f"{root}/{FOLDER}", unit):
        try:
            found = os.lstat(folder)
        except (FileNotFoundError, NotADirectoryError):
            continue
        if not is_directory(found):
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), folder)
