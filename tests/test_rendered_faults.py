"""Faults at every operation: each app stays old or new, a mixture is never unnoticed, the next run repairs everything.

ARGOSY_FAULTS=full runs the counts a release is judged by; the default is every point of a small tree.
"""

from __future__ import annotations

import errno
import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.model import Fleet, MachineError
from generator.rendered.apply import apply
from generator.rendered.disk import Disk
from generator.rendered.drift import check
from generator.rendered.lock import hold
from generator.rendered.plan import plan
from tests.rendered_trees import Recorder, contents, fleet, litter

FULL = os.environ.get("ARGOSY_FAULTS") == "full"
APPS = 20 if FULL else 1
KILLED = 77

OLD = fleet({f"app{n}": "1" for n in range(APPS)} | {"gone": "1", "same": "1"})
NEW = fleet({f"app{n}": "2" for n in range(APPS)} | {"added": "2", "same": "1"})


class Faulty(Disk):
    """A disk that fails at one operation: by ending the process, by half a write and then the end, or by an error.

    `unable` are operations that this file system does not offer: `exchange`, or `move` (of a directory in rendered/).
    """

    def __init__(self, at: int, fault: str, unable: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.at, self.fault, self.unable = at, fault, unable

    def step(self, operation: str, path: str) -> None:
        super().step(operation, path)
        if self.operations == self.at and (self.fault != "torn" or operation != "write_file"):
            self._fail(path)

    def _fail(self, path: str) -> None:
        if self.fault in ("kill", "torn"):
            os._exit(KILLED)
        number = getattr(errno, self.fault)
        raise OSError(number, os.strerror(number), path)

    def pour(self, descriptor: int, content: bytes) -> None:
        if self.operations == self.at and self.fault == "torn":
            os.write(descriptor, content[: len(content) // 2])
            os._exit(KILLED)
        super().pour(descriptor, content)

    def exchange(self, source: str, target: str) -> None:
        if "exchange" in self.unable:
            self.step("exchange", target)
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS), source)
        super().exchange(source, target)

    def rename(self, source: str, target: str) -> None:
        if "move" in self.unable and "/rendered/" in source and Path(source).is_dir():
            self.step("rename", target)
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), source)
        super().rename(source, target)


def write(rows: Fleet, root: Path, disk: Disk | None = None) -> None:
    """A render of which every deletion is confirmed."""
    with hold(root, disk=disk) as held:
        made = plan(rows, root)
        apply(made, held=held, confirm_deletes=made.deletions.digest)


@pytest.fixture(scope="module")
def old_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("old")
    write(OLD, root)
    return root


@pytest.fixture(scope="module")
def trees(old_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, bytes], dict[str, bytes]]:
    root = tmp_path_factory.mktemp("new")
    write(NEW, root)
    return contents(old_tree), contents(root)


Trees = tuple[dict[str, bytes], dict[str, bytes]]


def by_unit(tree: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    units: dict[str, dict[str, bytes]] = {}
    for path, content in tree.items():
        unit = path if path.count("/") == 1 else path.rpartition("/")[0]
        units.setdefault(unit, {})[path] = content
    return units


def broken_units(root: Path, trees: Trees) -> list[str]:
    """Units that are neither old nor new. While a journal is there, one may be absent or be torn down (a subset of
    the old one), where the file system can do no better."""
    now, old, new = by_unit(contents(root)), by_unit(trees[0]), by_unit(trees[1])
    return [
        unit for unit in now.keys() | old.keys() | new.keys() if now.get(unit) not in (old.get(unit), new.get(unit))
    ]


def judge(root: Path, trees: Trees, *, exact: bool = True) -> None:
    """The state after a fault is sound, `check` sees it for what it is, and the next run makes the new tree of it."""
    now, interrupted = contents(root), (root / ".argosy/journal").exists()
    if exact:
        assert broken_units(root, trees) == []
    if not interrupted:
        assert now in trees
    rules = {finding.rule for finding in check(NEW, root)}
    assert (rules == set()) == (now == trees[1] and not interrupted)
    assert ("drift-interrupted" in rules) == interrupted
    write(NEW, root)
    assert contents(root) == trees[1] and litter(root) == set() and check(NEW, root) == []


def in_child(root: Path, disk: Disk) -> int:
    if (child := os.fork()) == 0:
        code = 99
        try:
            write(NEW, root, disk)
            code = 0
        except MachineError as error:
            code = error.exit_code
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def operations(old_tree: Path, scratch: Path, unable: tuple[str, ...] = ()) -> int:
    root = fresh(old_tree, scratch)
    disk = Faulty(0, "EIO", unable)
    write(NEW, root, disk)
    return disk.operations


def fresh(old_tree: Path, scratch: Path) -> Path:
    root = scratch / "repo"
    if root.exists():
        shutil.rmtree(root)
    shutil.copytree(old_tree, root)
    return root


@pytest.mark.parametrize("fault", ["kill", "torn"])
def test_a_process_that_ends_at_any_operation(old_tree: Path, trees: Trees, tmp_path: Path, fault: str) -> None:
    count = operations(old_tree, tmp_path)
    for at in range(1, count + 1):
        root = fresh(old_tree, tmp_path)
        assert in_child(root, Faulty(at, fault)) in (KILLED, 0)
        judge(root, trees)
    print(f"{count} points of {fault}")


@pytest.mark.parametrize("fault", ["ENOSPC", "EIO", "EACCES"])
def test_an_error_at_any_operation(old_tree: Path, trees: Trees, tmp_path: Path, fault: str) -> None:
    count, failed = operations(old_tree, tmp_path), 0
    for at in range(1, count + 1):
        root = fresh(old_tree, tmp_path)
        try:
            write(NEW, root, Faulty(at, fault))
        except MachineError as error:
            failed += 1
            assert ("rendered/ unchanged" in error.message) == (contents(root) == trees[0] and not _begun(root))
        judge(root, trees)
    assert failed > count // 2
    print(f"{count} points of {fault}, {failed} reported")


def _begun(root: Path) -> bool:
    return (root / ".argosy/journal").exists()


@pytest.mark.parametrize("unable", [("exchange",), ("exchange", "move")])
def test_a_process_that_ends_at_any_operation_without_exchange(
    old_tree: Path, trees: Trees, tmp_path: Path, unable: tuple[str, ...]
) -> None:
    count, absent = operations(old_tree, tmp_path, unable), 0
    for at in range(1, count + 1):
        root = fresh(old_tree, tmp_path)
        assert in_child(root, Faulty(at, "kill", unable)) in (KILLED, 0)
        if broken_units(root, trees):
            absent += 1
            assert _begun(root)
        judge(root, trees, exact=False)
    assert 0 < absent < count
    print(f"{count} points without {unable}, {absent} with an app absent or half removed, under a journal")


def test_a_second_crash_while_recovering(old_tree: Path, trees: Trees, tmp_path: Path) -> None:
    count = operations(old_tree, tmp_path)
    rng = random.Random(7)
    for _ in range(200 if FULL else 25):
        root = fresh(old_tree, tmp_path)
        in_child(root, Faulty(rng.randint(count // 3, count), "kill"))
        for _ in range(3):
            in_child(root, Faulty(rng.randint(1, 12), rng.choice(["kill", "torn"])))
            assert broken_units(root, trees) == []
        judge(root, trees)


class Powerless(Recorder):
    """Records each operation with its arguments, so that a power cut can be played at any moment."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[tuple[str, tuple[str, ...], bytes]] = []

    def write_file(self, path: str, content: bytes, mode: int = 0o644) -> None:
        self.done.append(("write_file", (path,), content))
        super().write_file(path, content, mode)

    def rename(self, source: str, target: str) -> None:
        self.done.append(("rename", (source, target), b""))
        super().rename(source, target)

    def exchange(self, source: str, target: str) -> None:
        self.done.append(("exchange", (source, target), b""))
        super().exchange(source, target)

    def step(self, operation: str, path: str) -> None:
        super().step(operation, path)
        if operation not in ("write_file", "rename", "exchange"):
            self.done.append((operation, (path,), b""))


def replay(root: Path, done: list[tuple[str, tuple[str, ...], bytes]], source: Path, keep: float) -> None:
    """Do the operations again, but of each file written after the last sync keep only a share of its bytes."""
    disk = Disk()
    synced = max((n for n, (name, _, _) in enumerate(done) if name == "sync"), default=-1)
    for n, (name, paths, content) in enumerate(done):
        moved = [str(root) + path.removeprefix(str(source)) for path in paths]
        if name == "write_file":
            disk.write_file(moved[0], content if n < synced else content[: int(len(content) * keep)])
        elif name not in ("sync", "fsync_dir"):
            getattr(disk, name)(*moved)


def test_a_power_cut_at_any_moment(old_tree: Path, trees: Trees, tmp_path: Path) -> None:
    source, disk = fresh(old_tree, tmp_path), Powerless()
    write(NEW, source, disk)
    points = 0
    for end in range(len(disk.done) + 1):
        for keep in (0, 0.5):
            root = tmp_path / "cut"
            shutil.copytree(old_tree, root)
            replay(root, disk.done[:end], source, keep)
            judge(root, trees)
            shutil.rmtree(root)
            points += 1
    print(f"{points} power cuts")


def test_kill_minus_nine_at_random_moments(old_tree: Path, trees: Trees, tmp_path: Path) -> None:
    root = fresh(old_tree, tmp_path)
    begin = time.monotonic()
    assert in_child(root, Disk()) == 0
    span = (time.monotonic() - begin) * 1.1
    rng, killed = random.Random(11), 0
    for _ in range(1000 if FULL else 30):
        root = fresh(old_tree, tmp_path)
        if (child := os.fork()) == 0:
            write(NEW, root)
            os._exit(0)
        time.sleep(rng.random() * span)
        os.kill(child, signal.SIGKILL)
        killed += os.waitpid(child, 0)[1] != 0
        judge(root, trees)
    assert killed > 0
    print(f"{killed} killed")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_signals_at_random_moments(old_tree: Path, trees: Trees, tmp_path: Path, number: signal.Signals) -> None:
    root = fresh(old_tree, tmp_path)
    begin = time.monotonic()
    assert in_child(root, Disk()) == 0
    span, rng = time.monotonic() - begin, random.Random(int(number))
    for _ in range(70 if FULL else 12):
        root = fresh(old_tree, tmp_path)
        child = os.fork()
        if child == 0:
            _until_stopped(root)
        time.sleep(rng.random() * span)
        os.kill(child, number)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        assert code in (0, 128 + number, -number, 130)
        assert broken_units(root, trees) == []
        judge(root, trees)


def _until_stopped(root: Path) -> None:
    code = 0
    try:
        write(NEW, root)
    except KeyboardInterrupt as stop:
        code = getattr(stop, "exit_code", 130)
    finally:
        os._exit(code)


def test_of_renders_at_once_one_writes_and_the_rest_are_turned_away(old_tree: Path, tmp_path: Path) -> None:
    rng = random.Random(3)
    for _ in range(60 if FULL else 5):
        root = fresh(old_tree, tmp_path)
        start, go = os.pipe()
        done, report = os.pipe()
        children = [_contender(root, str(n), start, report) for n in rng.sample(range(2, 9), 3)]
        os.close(start)
        os.close(report)
        os.write(go, b"...")
        codes = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
        os.close(go)
        os.close(done)
        assert codes == [0, 5, 5]
        versions = {c.splitlines()[-1] for p, c in contents(root).items() if "/shop/app" in p}
        assert len(versions) == 1 and versions != {b"version: 1"} and litter(root) == set()


def _contender(root: Path, version: str, start: int, report: int) -> int:
    """A render that, once it holds the lock, waits until the others had their try."""
    if child := os.fork():
        return child
    code = 99
    try:
        os.read(start, 1)
        made = plan(fleet({f"app{n}": version for n in range(APPS)} | {"gone": "1", "same": "1"}), root)
        apply(made, inputs_now=lambda: time.sleep(0.3) or {})
        code = 0
    except MachineError as error:
        code = error.exit_code if "another render holds the lock" in error.message else 98
    finally:
        os._exit(code)


def test_a_check_beside_a_render_never_passes_a_mixture(old_tree: Path, trees: Trees, tmp_path: Path) -> None:
    passed = 0
    for _ in range(40 if FULL else 4):
        root = fresh(old_tree, tmp_path)
        if (child := os.fork()) == 0:
            write(NEW, root)
            os._exit(0)
        while os.waitpid(child, os.WNOHANG) == (0, 0):
            if _check_calmly(root) == []:
                passed += 1
                assert contents(root) == trees[1]
        assert check(NEW, root) == []


def _check_calmly(root: Path) -> list[str]:
    """A check may also fail to read a file that is swapped away under it: that is no pass either."""
    try:
        return [finding.rule for finding in check(NEW, root)]
    except MachineError as error:
        return [error.findings[0].rule]


def test_a_lock_left_by_a_dead_process_is_no_lock(old_tree: Path, tmp_path: Path) -> None:
    root = fresh(old_tree, tmp_path)
    (root / ".argosy/lock").write_text("1\n")
    write(NEW, root)
    with hold(root), pytest.raises(MachineError, match=f"another render holds the lock \\(pid {os.getpid()}\\)"):
        write(NEW, root)


@pytest.fixture
def overlay(tmp_path: Path, old_tree: Path) -> Iterator[Path]:
    """The old tree as the lower layer of an overlay, as it lies in a container image."""
    lower, upper, work, merged = (tmp_path / name for name in ("lower", "upper", "work", "merged"))
    for folder in (upper, work, merged):
        folder.mkdir()
    shutil.copytree(old_tree, lower)
    options = f"lowerdir={lower},upperdir={upper},workdir={work}"
    command = ["mount", "-t", "overlay", "overlay", "-o", options, str(merged)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        pytest.skip("cannot mount an overlay")
    yield merged
    subprocess.run(["umount", merged], check=True)


def test_an_image_layer_that_cannot_be_moved_is_torn_down_under_the_journal(overlay: Path, trees: Trees) -> None:
    disk = Recorder()
    write(NEW, overlay, disk)
    assert contents(overlay) == trees[1] and litter(overlay) == set()
    assert any(operation == "rename" and path.endswith("-torn") for operation, path in disk.log)
