"""What the last render saw, as stats: an unchanged repository is answered without reading a file.

Never trusted: missing, copied, cut, of another version or options, it only means a full comparison. As in git's index,
an entry whose time stamp could hide a later change is kept without it, so that its content is compared next time.
"""

from __future__ import annotations

import os
from array import array

from generator.rendered.layout import DIRECTORY, FOLDER, HIDDEN, INDEX, JOURNAL, LOCK, REGULAR, STATE, TYPE_BITS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from generator.rendered.disk import Disk
    from generator.rendered.lock import Held
    from generator.rendered.plan import Plan

FIELDS = 4
"""Numbers kept of a stat: mtime and ctime in ns, size, inode."""
DIGEST = 32
"""Bytes of a SHA-256; all zero where none is known, which never matches."""
MOST_READ = 2_000
"""Entries compared by content to make good for their stats; beyond that a full comparison is as cheap."""

_HEAD = "argosy-state 1"
_UNKNOWN = (0,) * FIELDS
_MISSING = (-1,) * FIELDS
_SKIPPED = "__pycache__"
_INODE_BITS = 0x7FFF_FFFF_FFFF_FFFF


class Snapshot:
    """The inputs' stats before anything read them. `tick` is the file system's clock (ns) at that time.

    `digests` are of directories, and of files so young that their stats alone say little.
    """

    __slots__ = ("digests", "numbers", "paths", "tick", "tops")

    def __init__(self, tops: tuple[str, ...], tick: int) -> None:
        self.tops, self.tick = tops, tick
        self.paths: list[str] = []
        self.numbers: list[tuple[int, ...]] = []
        self.digests: dict[str, bytes] = {}


class _State:
    """The state file: paths, and of each its numbers and its digest (of a directory: of its sorted names)."""

    __slots__ = ("digests", "key", "numbers", "paths", "tops")

    def __init__(self, key: str, tops: tuple[str, ...]) -> None:
        self.key, self.tops = key, tops
        self.paths: list[str] = []
        self.numbers = array("q")
        self.digests = b""

    def text(self, lock: int) -> bytes:
        """`lock` is the inode of the lock file: a state that was copied or committed is another machine's."""
        head = (_HEAD, self.key, str(lock), "\0".join(self.tops), "\0".join(self.paths), "")
        return "\n".join(head).encode("utf-8", "surrogateescape") + self.numbers.tobytes() + self.digests


def unchanged(root: str | os.PathLike[str], inputs: Iterable[str], *, key: str = "") -> bool:
    """Whether nothing moved since `remember`: the inputs, their listing, rendered/, and `key` (tool, options).

    `inputs` are files and directories as given to `lock.hold`. False whenever in doubt. Entries whose stats moved but
    whose content did not are noted in the state file, which is all this ever writes.
    """
    top = os.fspath(root)
    state = None if os.path.lexists(f"{top}/{JOURNAL}") else _load(top)
    if state is None or state.key != key or state.tops != tuple(inputs):
        return False
    prefix = "" if top in (".", os.getcwd()) else top + "/"  # noqa: PTH109
    now = _numbers([path if path[:1] == "/" else prefix + path for path in state.paths])
    if now == state.numbers:
        return True
    moved = [n for n in range(len(state.paths)) if _at(now, n) != _at(state.numbers, n)]
    return _make_good(top, state, moved)


def snapshot(root: str, inputs: tuple[str, ...], tick: int) -> Snapshot:
    """Note the stats of every file and directory below `inputs` (relative to `root`, or absolute)."""
    found = Snapshot(inputs, tick)
    for path in inputs:
        _note(found, root, path)
    return found


def same_inputs(held: Held) -> bool:
    """Whether no input moved since the lock was taken, by stats that would show it; False whenever in doubt."""
    then = held.snapshot
    if then is None:
        return False
    now = snapshot(str(held.root), then.tops, then.tick)
    steady = all(numbers[1] < then.tick for numbers in then.numbers)
    return steady and now.paths == then.paths and now.numbers == then.numbers


def remember(held: Held, plan: Plan, *, key: str = "") -> bool:
    """Write the state after a render: call it last, with what `apply` returned. Whether it was kept.

    Nothing is kept of a render of a part, nor while files that nobody wrote lie in rendered/: each run reports those.
    """
    shot, root = held.snapshot, str(held.root)
    if shot is None or plan.foreign or plan.request.only or "\n" in key:
        return False
    state = _State(key, shot.tops)
    digests = []
    for path, numbers in zip(shot.paths, shot.numbers, strict=True):
        state.paths.append(path)
        state.numbers.extend(numbers if numbers[1] < shot.tick else _UNKNOWN)
        read = plan.request.inputs.get(path, "")
        digests.append(bytes.fromhex(read) or shot.digests.get(path) or bytes(DIGEST))
    for path, digest, tick in _outputs(plan, shot.tick):
        numbers = _stat(f"{root}/{path}")
        state.paths.append(path)
        state.numbers.extend(numbers if numbers != _MISSING and numbers[1] < tick else _UNKNOWN)
        digests.append(digest)
    state.digests = b"".join(digests)
    doubtful = [n for n in range(len(state.paths)) if state.numbers[n * FIELDS + 1] == 0]
    try:
        _settle(root, held.disk, state, doubtful)
        _save(root, held.disk, state)
    except OSError:
        return False
    return True


def _outputs(plan: Plan, tick: int) -> Iterator[tuple[str, bytes, int]]:
    """Path, digest and the time before which its stats must lie, for every file of rendered/ and every directory."""
    from hashlib import sha256

    from generator.rendered.names import unit_of

    changed = frozenset(plan.changed)
    children: dict[str, set[str]] = {}
    indexes = {f"{name}/{INDEX}": sha256(text.encode()).hexdigest() for name, text in plan.indexes.items() if text}
    for path, sha in sorted({**plan.shas, **indexes}.items()):
        yield f"{FOLDER}/{path}", bytes.fromhex(sha), plan.committed if unit_of(path) in changed else tick
        folder, name = f"{FOLDER}/{path}".rsplit("/", 1)
        while name not in children.setdefault(folder, set()):
            children[folder].add(name)
            if folder == FOLDER:
                break
            folder, name = folder.rsplit("/", 1)
    children.setdefault(FOLDER, set()).update(path for path in plan.on_disk if "/" not in path)
    for folder, names in sorted(children.items()):
        yield folder, _names_digest(names), tick


def _note(found: Snapshot, root: str, path: str) -> None:
    real = path if path.startswith("/") else f"{root}/{path}"
    found.paths.append(path)
    try:
        stat = os.lstat(real)
    except (OSError, ValueError):
        found.numbers.append(_MISSING)
        return
    numbers = _kept(stat)
    found.numbers.append(numbers)
    try:
        if stat.st_mode & TYPE_BITS != DIRECTORY:
            if numbers[1] >= found.tick:
                found.digests[path] = _content_digest(real)
            return
        with os.scandir(real) as entries:
            children = sorted(entry.name for entry in entries if entry.name != _SKIPPED)
    except OSError:
        return
    found.digests[path] = _names_digest(children)
    for name in children:
        _note(found, root, f"{path}/{name}")


def _make_good(root: str, state: _State, moved: Sequence[int]) -> bool:
    """Whether entries whose stats moved hold what they held; then their new stats are kept for the next run."""
    from generator.rendered.disk import Disk

    disk = Disk()
    if len(moved) > MOST_READ:
        return False
    try:
        if not _settle(root, disk, state, moved):
            return False
    except OSError:
        return False
    try:
        _save(root, disk, state)
    except OSError:
        return True
    return True


def _settle(root: str, disk: Disk, state: _State, doubtful: Sequence[int]) -> bool:
    """Compare entries by content, and keep the stats of those that match and cannot change unseen any more.

    A change after the stat was taken carries a later time, unless it falls into the same tick of the file system's
    clock: so only stats from before the present tick are kept. False as soon as one differs; OSError from the disk.
    """
    tick = _present(root, disk)
    whole = True
    for n in doubtful:
        path = state.paths[n]
        real = path if path.startswith("/") else f"{root}/{path}"
        numbers = _stat(real)
        digest = state.digests[n * DIGEST : (n + 1) * DIGEST]
        if digest == bytes(DIGEST) or numbers == _MISSING or _content_digest(real) != digest:
            whole = False
        elif numbers[1] < tick:
            state.numbers[n * FIELDS : (n + 1) * FIELDS] = array("q", numbers)
    return whole


def _present(root: str, disk: Disk) -> int:
    """The file system's own clock (ns), by a file made now: other clocks may run ahead of it or behind."""
    path = f"{root}/{HIDDEN}/tick.new"
    disk.write_file(path, b"")
    tick = _stat(path)[0]
    disk.unlink(path)
    return tick


def _save(root: str, disk: Disk, state: _State) -> None:
    new = f"{root}/{STATE}.new"
    disk.write_file(new, state.text(_stat(f"{root}/{LOCK}")[3]))
    disk.rename(new, f"{root}/{STATE}")


def _load(root: str) -> _State | None:
    """The state of this very directory, or None."""
    try:
        descriptor = os.open(f"{root}/{STATE}", os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(descriptor, "rb") as file:  # noqa: PTH123
            head, key, lock, tops, paths, rest = file.read().split(b"\n", 5)
        if head.decode() != _HEAD or int(lock) != _stat(f"{root}/{LOCK}")[3]:
            return None
        state = _State(key.decode(), tuple(tops.decode().split("\0")))
        state.paths = paths.decode("utf-8", "surrogateescape").split("\0")
        cut = len(state.paths) * FIELDS * 8
        state.numbers.frombytes(rest[:cut])
        state.digests = rest[cut:]
        return state if len(state.digests) == len(state.paths) * DIGEST else None
    except (OSError, ValueError):
        return None


def _numbers(paths: Iterable[str]) -> array[int]:
    """The stats of many files, flat: the hot loop of a run with nothing to do."""
    found: list[int] = []
    lstat = os.lstat
    for path in paths:
        try:
            stat = lstat(path)
        except (OSError, ValueError):
            found += _MISSING
            continue
        found += _kept(stat)
    return array("q", found)


def _kept(stat: os.stat_result) -> tuple[int, int, int, int]:
    return (stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino & _INODE_BITS)


def _stat(path: str) -> tuple[int, ...]:
    return tuple(_numbers((path,)))


def _at(numbers: array[int], n: int) -> array[int]:
    return numbers[n * FIELDS : (n + 1) * FIELDS]


def _names_digest(names: Iterable[str]) -> bytes:
    from hashlib import sha256

    return sha256("\0".join(sorted(names)).encode("utf-8", "surrogateescape")).digest()


def _content_digest(path: str) -> bytes:
    """Of a regular file its bytes', of a directory its names'; OSError for links and devices."""
    from hashlib import sha256

    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    kind = os.fstat(descriptor).st_mode & TYPE_BITS
    if kind != REGULAR:
        os.close(descriptor)
        with os.scandir(path) as entries:
            return _names_digest(entry.name for entry in entries if entry.name != _SKIPPED)
    with open(descriptor, "rb") as file:  # noqa: PTH123
        return sha256(file.read()).digest()
