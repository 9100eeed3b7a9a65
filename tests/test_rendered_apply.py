"""Writing: what is left alone, what is refused, what the disk may do to us, what signals do."""

from __future__ import annotations

import errno
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.model import Fleet, MachineError, RefusedError
from generator.rendered.apply import apply
from generator.rendered.disk import Disk
from generator.rendered.drift import check
from generator.rendered.lock import hold
from generator.rendered.plan import plan
from tests.rendered_trees import Recorder, app, contents, fleet, litter, manifest, stamps

INPUTS = {"values/d.yaml": "1" * 64, "values/services/cart/values.yaml": "2" * 64}


def test_what_is_written_is_the_text_of_every_manifest(tmp_path: Path) -> None:
    rows = fleet({"cart": "1", "pay": "1"})
    apply(plan(rows, tmp_path))
    found = contents(tmp_path)
    assert found.pop("production/index.json").startswith(b'{"format":1,"environment":"production",\n"tool":{\n')
    assert found == {m.path: m.text.encode() for m in rows}
    assert litter(tmp_path) == set() and (tmp_path / ".argosy/.gitignore").read_text() == "*\n"


def test_files_are_for_everybody_to_read_and_follow_the_umask(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    mode = (tmp_path / "rendered/production/root.yaml").stat().st_mode & 0o777
    assert mode == 0o644 & ~os.umask(os.umask(0o022))


def test_a_second_render_touches_nothing(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    before, disk = stamps(tmp_path), Recorder()
    made = apply(plan(fleet({"cart": "1"}), tmp_path), disk=disk)
    assert made.empty and disk.log == [] and stamps(tmp_path) == before


def test_an_app_that_did_not_change_keeps_inode_and_time(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1"}), tmp_path))
    before = stamps(tmp_path)
    apply(plan(fleet({"cart": "2", "pay": "1"}), tmp_path))
    after = stamps(tmp_path)
    kept = {path for path in before if before[path] == after.get(path)}
    assert {path for path in before if "pay" in path} <= kept
    assert not {path for path in before if "cart/" in path} & kept


def test_an_app_is_swapped_in_one_step(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    disk = Recorder()
    apply(plan(fleet({"cart": "2"}), tmp_path), disk=disk)
    moves = [
        (name, os.path.relpath(path, tmp_path))
        for name, path in disk.log
        if name in ("exchange", "rename", "sync", "fsync_dir")
    ]
    assert moves == [
        ("sync", ".argosy"),
        ("rename", ".argosy/journal"),
        ("fsync_dir", ".argosy"),
        ("exchange", "rendered/production/shop/cart"),
        ("rename", "rendered/production/index.json"),
        ("sync", "rendered"),
        ("fsync_dir", ".argosy"),
    ]


def test_hand_edits_are_refused_and_then_overwritten_on_request(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    file = tmp_path / "rendered/production/shop/cart/service-cart.yaml"
    file.write_text("edited: true\n")
    with pytest.raises(RefusedError) as caught:
        apply(plan(fleet({"cart": "1"}), tmp_path))
    assert caught.value.message == (
        "1 files in rendered/ were edited by hand and would be overwritten:\n"
        "  rendered/production/shop/cart/service-cart.yaml"
    )
    assert "--overwrite-edits" in caught.value.findings[0].fix.text  # type: ignore[union-attr]
    assert file.read_text() == "edited: true\n" and litter(tmp_path) == set()
    apply(plan(fleet({"cart": "1"}), tmp_path), overwrite_edits=True)
    assert file.read_text() == "kind: Service\nname: cart\nversion: 1\n"


def test_a_file_edited_after_the_plan_was_made_is_not_lost(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    file = tmp_path / "rendered/production/shop/cart/service-cart.yaml"
    with hold(tmp_path) as held:
        made = plan(fleet({"cart": "2"}), tmp_path)
        file.write_text("edited: true\n")
        with pytest.raises(MachineError, match="service-cart.yaml changed during the render; rendered/ unchanged"):
            apply(made, held=held)
    assert file.read_text() == "edited: true\n" and litter(tmp_path) == set()


def test_a_deleted_file_comes_back_without_a_question(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    before = contents(tmp_path)
    (tmp_path / "rendered/production/shop/cart/service-cart.yaml").unlink()
    apply(plan(fleet({"cart": "1"}), tmp_path))
    assert contents(tmp_path) == before


def test_foreign_files_survive_the_swap_of_their_app_and_its_deletion(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1"}), tmp_path))
    notes = tmp_path / "rendered/production/shop/cart/deep/notes.sh"
    notes.parent.mkdir()
    notes.write_text("mine\n")
    notes.chmod(0o755)
    apply(plan(fleet({"cart": "2", "pay": "1"}), tmp_path))
    assert notes.read_text() == "mine\n" and notes.stat().st_mode & 0o777 == 0o755
    gone = plan(fleet({"pay": "1"}), tmp_path)
    apply(gone, confirm_deletes=gone.deletions.digest)
    assert [p.name for p in sorted((tmp_path / "rendered/production/shop/cart").rglob("*"))] == ["deep", "notes.sh"]
    assert notes.read_text() == "mine\n"


def test_deletions_need_the_digest_of_exactly_their_list(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1", "web": "1"}), tmp_path))
    before = contents(tmp_path)
    one, two = plan(fleet({"cart": "1", "pay": "1"}), tmp_path), plan(fleet({"cart": "1"}), tmp_path)
    for permit in ("", "0" * 16, two.deletions.digest):
        with pytest.raises(RefusedError, match=f"--confirm-deletes {one.deletions.digest}"):
            apply(one, confirm_deletes=permit)
    assert contents(tmp_path) == before
    apply(one, confirm_deletes=one.deletions.digest)
    assert not (tmp_path / "rendered/production/shop/web").exists()
    assert contents(tmp_path).keys() < before.keys()


def test_the_last_app_of_a_domain_takes_its_directory_along(tmp_path: Path) -> None:
    other = Fleet((*fleet({"cart": "1"}), *(manifest(app("pay", domain="bank"), "", "Service", "pay", "x\n"),)))
    apply(plan(other, tmp_path))
    made = plan(fleet({"cart": "1"}), tmp_path)
    apply(made, confirm_deletes=made.deletions.digest)
    assert sorted(os.listdir(tmp_path / "rendered/production")) == ["apps", "index.json", "root.yaml", "shop"]


def test_an_environment_that_goes_takes_its_index_along(tmp_path: Path) -> None:
    both = Fleet((*fleet({"cart": "1"}, "production"), *fleet({"cart": "1"}, "staging")))
    apply(plan(both, tmp_path))
    made = plan(fleet({"cart": "1"}, "production"), tmp_path)
    assert "all of environment staging" in made.deletions.reasons
    apply(made, confirm_deletes=made.deletions.digest)
    assert os.listdir(tmp_path / "rendered") == ["production"]


def test_inputs_that_changed_meanwhile_stop_the_write(tmp_path: Path) -> None:
    made = plan(fleet({"cart": "1"}), tmp_path, inputs=INPUTS)
    now = {**INPUTS, "values/d.yaml": "3" * 64, "values/new.yaml": "4" * 64}
    with pytest.raises(MachineError) as caught:
        apply(made, inputs_now=lambda: now)
    assert caught.value.message == "inputs changed during the render: values/d.yaml and 1 more; rendered/ unchanged"
    assert not (tmp_path / "rendered").exists()
    apply(made, inputs_now=lambda: dict(INPUTS))
    assert (tmp_path / "rendered/production/root.yaml").exists()


def test_any_row_of_changes_ends_in_the_tree_of_the_last(tmp_path: Path) -> None:
    """Adding, removing, renaming and editing apps at random, and coming back: only the last fleet shows."""
    rng, apps = random.Random(20), {"keep": "1"}
    for _ in range(60):
        name = f"app{rng.randrange(6)}"
        if rng.random() < 0.4:
            apps.pop(name, None)
        else:
            apps[name] = str(rng.randrange(3))
        rows = fleet(apps)
        made = plan(rows, tmp_path)
        apply(made, confirm_deletes=made.deletions.digest)
        found = contents(tmp_path)
        record = found.pop("production/index.json")
        assert found == {m.path: m.text.encode() for m in rows}
        assert check(rows, tmp_path) == [] and litter(tmp_path) == set()
    (tmp_path / "alone").mkdir()
    apply(plan(fleet(apps), tmp_path / "alone"))
    assert contents(tmp_path / "alone")["production/index.json"] == record


class Failing(Disk):
    """A disk on which one operation fails, each time."""

    def __init__(self, operation: str, number: int) -> None:
        super().__init__()
        self.operation, self.number = operation, number

    def step(self, operation: str, path: str) -> None:
        super().step(operation, path)
        if operation == self.operation:
            raise OSError(self.number, os.strerror(self.number), path)


def test_a_full_disk_is_told_by_the_file_it_was_for(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    before = contents(tmp_path)
    with pytest.raises(MachineError) as caught:
        apply(plan(fleet({"cart": "2"}), tmp_path), disk=Failing("write_file", errno.ENOSPC))
    assert caught.value.message == (
        "cannot write rendered/production/shop/cart/configmap-cart.yaml: no space left on device; rendered/ unchanged"
    )
    assert caught.value.exit_code == 5 and contents(tmp_path) == before and litter(tmp_path) == set()


@pytest.mark.parametrize("number", [errno.ENOSYS, errno.EXDEV, errno.EINVAL])
def test_without_an_exchange_two_renames_do(tmp_path: Path, number: int) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    apply(plan(fleet({"cart": "2"}), tmp_path), disk=Failing("exchange", number))
    assert plan(fleet({"cart": "2"}), tmp_path).empty and litter(tmp_path) == set()


def test_a_failure_half_way_says_so_and_the_next_run_finishes(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1"}), tmp_path))
    with pytest.raises(MachineError, match="interrupted half-way, no app is mixed") as caught:
        apply(plan(fleet({"cart": "2", "pay": "2"}), tmp_path), disk=Failing("exchange", errno.EIO))
    assert caught.value.findings[0].rule == "interrupted-render"
    assert (tmp_path / ".argosy/journal").exists()
    with hold(tmp_path) as held:
        assert held.recovered
    assert plan(fleet({"cart": "2", "pay": "2"}), tmp_path).empty and litter(tmp_path) == set()


def test_a_file_size_limit_leaves_the_old_tree(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    before = contents(tmp_path)
    with pytest.raises(MachineError, match="file too large; rendered/ unchanged"):
        _limited(resource.RLIMIT_FSIZE, 64, lambda: apply(plan(fleet({"cart": "2" * 99}), tmp_path)))
    assert contents(tmp_path) == before and litter(tmp_path) == set()


def test_too_many_open_files_leave_the_old_tree(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    before, lowest = contents(tmp_path), os.open("/", os.O_RDONLY)
    os.close(lowest)
    with pytest.raises(MachineError, match="too many open files"):
        _limited(resource.RLIMIT_NOFILE, lowest + 1, lambda: apply(plan(fleet({"cart": "2"}), tmp_path)))
    assert contents(tmp_path) == before and litter(tmp_path) == set()


def _limited(kind: int, value: int, act: object) -> None:
    old = resource.getrlimit(kind)
    resource.setrlimit(kind, (value, old[1]))
    try:
        act()  # type: ignore[operator]
    finally:
        resource.setrlimit(kind, old)


SCRIPT = """
import sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from tests.rendered_trees import fleet
from generator.model import UserError
from generator.rendered.apply import apply
from generator.rendered.disk import Disk
from generator.rendered.lock import hold
from generator.rendered.plan import plan
from generator.rendered.signals import Interrupted
import time

class Slow(Disk):
    def step(self, operation, path):
        super().step(operation, path)
        if (self.operations, operation) in (%s):
            print("at", operation, flush=True)
            time.sleep(%s)

apps = {name: sys.argv[2] for name in ("cart", "pay", "web", "mail")}
try:
    apply(plan(fleet(apps), Path(sys.argv[1])), disk=Slow())
except UserError as error:
    print(error.message)
    sys.exit(error.exit_code)
except Interrupted as stop:
    sys.exit(stop.exit_code)
"""


def script(root: Path, version: str, when: str = "", pause: float = 0) -> list[str]:
    here = Path(__file__).resolve()
    paths = [str(here.parent), str(here.parent.parent)]
    return [sys.executable, "-c", SCRIPT % (when, pause), str(root), version, *paths]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_while_staging_leaves_the_old_tree_and_no_litter(tmp_path: Path, number: signal.Signals) -> None:
    subprocess.run(script(tmp_path, "1"), check=True)
    before = contents(tmp_path)
    child = subprocess.Popen(script(tmp_path, "2", "(9, 'write_file'),", 20), stdout=subprocess.PIPE)
    assert child.stdout is not None and child.stdout.readline() == b"at write_file\n"
    child.send_signal(number)
    assert child.wait(10) == 128 + number
    assert contents(tmp_path) == before and litter(tmp_path) == set()


def test_a_signal_while_swapping_waits_for_the_end(tmp_path: Path) -> None:
    subprocess.run(script(tmp_path, "1"), check=True)
    when = ", ".join(f"({n}, 'exchange')" for n in range(20, 60)) + ","
    child = subprocess.Popen(script(tmp_path, "2", when, 0.2), stdout=subprocess.PIPE)
    assert child.stdout is not None and child.stdout.readline() == b"at exchange\n"
    child.send_signal(signal.SIGTERM)
    time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    assert child.wait(10) in (130, 143)
    versions = {c.splitlines()[-1] for p, c in contents(tmp_path).items() if "/shop/" in p}
    assert versions == {b"version: 2"} and litter(tmp_path) == set()


@pytest.fixture
def open_path() -> Iterator[Path]:
    """A directory that every user can reach."""
    if os.geteuid() != 0:
        pytest.skip("needs root to become another user")
    made = Path(tempfile.mkdtemp(dir="/tmp"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


def as_nobody(root: Path, version: str) -> str:
    """What a render says in a child that is another user: root ignores mode bits."""
    import ctypes  # noqa: F401  (the other user may not be able to read the library)

    reader, writer = os.pipe()
    if (child := os.fork()) == 0:
        os.setgid(65534)
        os.setuid(65534)
        try:
            apply(plan(fleet(dict.fromkeys(("cart", "pay"), version)), root))
            os.write(writer, b"rendered")
        except MachineError as error:
            os.write(writer, error.message.encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read().decode()
    os.waitpid(child, 0)
    return said


def test_a_tree_that_belongs_to_somebody_else_is_refused_before_any_write(open_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1"}), open_path))
    before = contents(open_path)
    assert as_nobody(open_path, "2") == ".argosy: permission denied; rendered/ unchanged"
    hidden = open_path / ".argosy"
    for path in (hidden, *hidden.iterdir()):
        os.chown(path, 65534, 65534)
    assert as_nobody(open_path, "2") == "rendered: permission denied; rendered/ unchanged"
    os.chown(open_path / "rendered", 65534, 65534)
    assert as_nobody(open_path, "2") == "cannot write rendered/production: permission denied; rendered/ unchanged"
    assert contents(open_path) == before and litter(open_path) == set()


def test_an_unreadable_rendered_file_is_never_taken_for_an_absent_one(open_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1"}), open_path))
    for path in (open_path, *open_path.rglob("*")):
        os.chown(path, 65534, 65534)
    file = open_path / "rendered/production/root.yaml"
    file.chmod(0)
    assert as_nobody(open_path, "1") == "cannot read rendered/production/root.yaml: permission denied"
    file.chmod(0o644)
    assert as_nobody(open_path, "2") == "rendered"


def test_a_read_only_file_system_is_refused_before_any_write(tmp_path: Path) -> None:
    if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "x", tmp_path], check=False).returncode:
        pytest.skip("cannot mount")
    try:
        apply(plan(fleet({"cart": "1"}), tmp_path))
        subprocess.run(["mount", "-o", "remount,ro", tmp_path], check=True)
        before = contents(tmp_path)
        with pytest.raises(MachineError, match="read-only file system; rendered/ unchanged|permission denied"):
            apply(plan(fleet({"cart": "2"}), tmp_path))
        assert contents(tmp_path) == before
    finally:
        subprocess.run(["umount", tmp_path], check=True)
