"""Do what a plan says: stage everything, one sync, the journal as the commit point, then swap directory by directory.

At no moment is an app half old and half new, and until the journal is in place rendered/ is untouched. Whatever ends
the process, the next run finishes from the journal.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from generator.model import Finding, Fix, MachineError, Origin, RefusedError
from generator.rendered import journal, tree
from generator.rendered.disk import Disk, is_directory
from generator.rendered.journal import Step
from generator.rendered.layout import FOLDER, HIDDEN, INDEX, JOURNAL, STAGE
from generator.rendered.lock import Held, clear_stage, hold
from generator.rendered.plan import Plan, make
from generator.rendered.signals import blocked, interruptible

SHOWN = 20
"""Files that a message lists by name."""


def apply(
    plan: Plan,
    *,
    held: Held | None = None,
    inputs_now: Callable[[], Mapping[str, str]] | None = None,
    confirm_deletes: str = "",
    overwrite_edits: bool = False,
    disk: Disk | None = None,
) -> Plan:
    """Write; the plan that was carried out is returned. Without `held` the lock is taken and the plan made anew.

    `inputs_now` digests the inputs again (as `plan` got them). `confirm_deletes` is the digest of the deletion list
    that a person accepts. RefusedError for hand edits and for deletions beyond the limits; MachineError for the disk,
    the lock, and inputs that changed meanwhile.
    """
    if held is None:
        if plan.request.alone:
            raise ValueError("a part is planned and written under one lock")
        with hold(plan.request.root, disk=disk) as taken:
            fresh = make(plan.request)
            return _apply(fresh, taken, inputs_now, confirm_deletes, overwrite_edits)
    return _apply(plan, held, inputs_now, confirm_deletes, overwrite_edits)


def refusals(plan: Plan, *, confirm_deletes: str = "", overwrite_edits: bool = False) -> tuple[RefusedError, ...]:
    """What a person would have to confirm before this plan is carried out."""
    found = []
    if plan.edited and not overwrite_edits:
        found.append(_edits_refused(plan))
    if plan.deletions.reasons and plan.deletions.fresh and confirm_deletes != plan.deletions.digest:
        found.append(plan.deletions.refusal())
    return tuple(found)


def _apply(
    plan: Plan,
    held: Held,
    inputs_now: Callable[[], Mapping[str, str]] | None,
    confirm_deletes: str,
    overwrite_edits: bool,
) -> Plan:
    if plan.empty:
        return plan
    if inputs_now is not None:
        _check_inputs(plan.request.inputs, inputs_now())
    refused = refusals(plan, confirm_deletes=confirm_deletes, overwrite_edits=overwrite_edits)
    if refused:
        findings = [finding for error in refused for finding in error.findings]
        raise RefusedError("\n".join(error.message for error in refused), findings=findings)
    root, disk = str(plan.request.root), held.disk
    with interruptible():
        try:
            steps = _prepare(plan, root, disk)
            with blocked():
                done = replace(plan, committed=_commit(root, disk, steps))
                _tidy(plan.request.root, disk)
                return done
        except BaseException:
            if not journal.pending(root):
                _tidy(plan.request.root, disk)
            raise


def _tidy(root: Path, disk: Disk) -> None:
    """What cannot be removed now is litter in .argosy/ that the next run removes: rendered/ is right either way."""
    with suppress(OSError):
        clear_stage(root, disk)


def _prepare(plan: Plan, root: str, disk: Disk) -> tuple[Step, ...]:
    """Everything before the commit point; nothing in rendered/ is touched."""
    try:
        _check_writable(root, plan.changed)
        disk.mkdir(f"{root}/{STAGE}")
        order = sorted(plan.changed, key=lambda unit: (unit.endswith("/" + INDEX), unit))
        steps = tuple(_stage(plan, root, disk, unit, slot) for slot, unit in enumerate(order))
        disk.write_file(f"{root}/{JOURNAL}.new", journal.text_of(steps).encode())
        disk.sync(f"{root}/{HIDDEN}")
        return steps
    except OSError as failure:
        raise _unchanged(failure, plan, root) from failure


def _commit(root: str, disk: Disk, steps: tuple[Step, ...]) -> int:
    """Swap; returned is the file system's clock (ns) at the commit point, when all staged bytes had been written."""
    try:
        disk.rename(f"{root}/{JOURNAL}.new", f"{root}/{JOURNAL}")
        tick = os.lstat(f"{root}/{HIDDEN}").st_mtime_ns
        disk.fsync_dir(f"{root}/{HIDDEN}")
        if not os.path.lexists(f"{root}/{FOLDER}"):
            disk.mkdir(f"{root}/{FOLDER}")
        for step in steps:
            journal.carry_out(root, disk, step)
        journal.close(root, disk, steps)
        return tick
    except OSError as failure:
        place = os.path.relpath(str(failure.filename or FOLDER), root)
        reason = (failure.strerror or str(failure)).lower()
        begun = journal.pending(root)
        state = "the render is interrupted half-way, no app is mixed" if begun else "rendered/ unchanged"
        raise MachineError(
            f"{place}: {reason}; {state}",
            Origin(place),
            rule="interrupted-render" if begun else "disk",
            fix="mend the cause, then run `argosy render`: it finishes what was begun",
        ) from failure


def _stage(plan: Plan, root: str, disk: Disk, unit: str, slot: int) -> Step:
    """Write one unit's new state beside rendered/, foreign files included, and digest both states for the journal."""
    base = f"{root}/{STAGE}/{slot}"
    shown = f"{FOLDER}/{unit}"
    now = tree.unit_files(f"{root}/{shown}", shown)
    if now:
        _check_since_plan(plan, unit, now)
    shas: dict[str, str] = {}
    made: set[str] = set()
    for name, content, mode, sha in _contents(plan, root, unit):
        if name:
            _make_folders(disk, base, name, made)
        disk.write_file(f"{base}/{name}" if name else base, content, mode)
        shas[name] = sha
    old = None if now is None else tree.unit_digest(now)
    return Step(unit, old, tree.unit_digest(shas) if shas else None, slot)


def _make_folders(disk: Disk, base: str, name: str, made: set[str]) -> None:
    """The directories above a staged file, from the slot's own: one that is there was not made by us and an error."""
    inside = name.rpartition("/")[0]
    if inside in made:
        return
    if inside:
        _make_folders(disk, base, inside, made)
    disk.mkdir(f"{base}/{inside}" if inside else base)
    made.add(inside)


def _contents(plan: Plan, root: str, unit: str) -> Iterator[tuple[str, bytes, int, str]]:
    """Name within the unit ("" for a lone file), bytes, mode and digest of everything it is to hold."""
    environment, _, inside = unit.partition("/")
    if inside == INDEX:
        if plan.indexes[environment]:
            content = plan.indexes[environment].encode()
            yield "", content, 0o644, tree.sha256(content)
        return
    for place in plan.wanted.get(unit, ()):
        yield place.path[len(unit) + 1 :], place.manifest.text.encode(), 0o644, plan.shas[place.path]
    for path in plan.foreign:
        if path.startswith(unit + "/"):
            real = f"{root}/{FOLDER}/{path}"
            mode = os.lstat(real).st_mode & 0o777
            content = tree.read_bytes(real, f"{FOLDER}/{path}")
            yield path[len(unit) + 1 :], content, mode, tree.sha256(content)


def _check_since_plan(plan: Plan, unit: str, now: Mapping[str, str]) -> None:
    """Nobody touched the unit since the plan was made: what is there is ours, the new text, or was told before."""
    told = {*plan.edited, *plan.foreign, *plan.conflicted}
    for name, sha in now.items():
        path = f"{unit}/{name}" if name else unit
        environment, _, inside = path.partition("/")
        record = plan.before.get(environment)
        entries = record.files.get(inside, ()) if record else ()
        known = inside == INDEX or path in told or sha == plan.shas.get(path) or len(entries) > 1
        if not known and sha not in {entry.sha for entry in entries}:
            shown = f"{FOLDER}/{path}"
            raise MachineError(
                f"{shown} changed during the render; rendered/ unchanged",
                Origin(shown),
                rule="changed-during-render",
                fix="render again",
            )


def _check_inputs(then: Mapping[str, str], now: Mapping[str, str]) -> None:
    changed = sorted(path for path in {*then, *now} if then.get(path) != now.get(path))
    if changed:
        more = f" and {len(changed) - 1} more" if len(changed) > 1 else ""
        raise MachineError(
            f"inputs changed during the render: {changed[0]}{more}; rendered/ unchanged",
            Origin(changed[0]),
            rule="changed-during-render",
            fix="render again",
        )


def _check_writable(root: str, units: tuple[str, ...]) -> None:
    """Every directory to be swapped can be: a move writes to what it moves as well as to what holds it."""
    for unit in units:
        path = f"{root}/{FOLDER}/{unit}"
        for folder in (path.rpartition("/")[0], path):
            found = _stat(folder)
            if found and is_directory(found) and not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), folder)


def _stat(path: str) -> os.stat_result | None:
    with suppress(FileNotFoundError):
        return os.lstat(path)
    return None


def _edits_refused(plan: Plan) -> RefusedError:
    shown = [f"{FOLDER}/{path}" for path in plan.edited[:SHOWN]]
    more = len(plan.edited) - len(shown)
    lines = [f"{len(plan.edited)} files in rendered/ were edited by hand and would be overwritten:"]
    lines.extend(f"  {path}" for path in shown)
    if more:
        lines.append(f"  ... and {more} more")
    fix = Fix("move the edit to values/, or give it up with --overwrite-edits")
    findings = [
        Finding(
            "edited-by-hand",
            "error",
            f"{path} was edited by hand; the render would overwrite it",
            origin=Origin(path),
            path=path[len(FOLDER) + 1 :],
            fix=fix,
        )
        for path in shown
    ]
    return RefusedError("\n".join(lines), findings[0].origin, findings=findings)


def _unchanged(failure: OSError, plan: Plan, root: str) -> MachineError:
    """The error for a disk that failed before the commit point, told by the file it was for."""
    place = os.path.relpath(str(failure.filename or FOLDER), root)
    if place.startswith(STAGE + "/"):
        slot, _, name = place[len(STAGE) + 1 :].partition("/")
        order = sorted(plan.changed, key=lambda unit: (unit.endswith("/" + INDEX), unit))
        unit = order[int(slot)] if slot.isdecimal() and int(slot) < len(order) else ""
        place = "/".join(part for part in (FOLDER, unit, name) if part)
    reason = (failure.strerror or str(failure)).lower()
    return MachineError(
        f"cannot write {place}: {reason}; rendered/ unchanged",
        Origin(place),
        rule="disk",
        fix="free space or mend the permissions, then render again",
    )
