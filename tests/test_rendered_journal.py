"""The journal and the lock: what an interrupted, edited or hostile repository makes of them."""

from __future__ import annotations

import errno
import os
import subprocess
from pathlib import Path

import pytest

from generator.model import MachineError, RefusedError, UserError
from generator.rendered.apply import apply
from generator.rendered.disk import Disk
from generator.rendered.journal import Step, steps_in, text_of
from generator.rendered.lock import hold
from generator.rendered.plan import plan
from generator.rendered.tree import digest_at
from tests.rendered_trees import Recorder, contents, fleet, litter

A, B = "a" * 64, "b" * 64


class Stops(Disk):
    """A disk that fails from the nth exchange on, so that a swap stays half done."""

    def __init__(self, after: int) -> None:
        super().__init__()
        self.left = after

    def exchange(self, source: str, target: str) -> None:
        self.left -= 1
        if self.left < 0:
            raise OSError(errno.EIO, os.strerror(errno.EIO), target)
        super().exchange(source, target)


@pytest.fixture
def half(tmp_path: Path) -> Path:
    """A repository whose render stopped between its first app and its second."""
    apply(plan(fleet({"cart": "1", "pay": "1"}), tmp_path))
    with pytest.raises(MachineError):
        apply(plan(fleet({"cart": "2", "pay": "2"}), tmp_path), disk=Stops(1))
    assert version(tmp_path, "cart") == "2" and version(tmp_path, "pay") == "1"
    return tmp_path


def version(root: Path, name: str) -> str:
    return (root / f"rendered/production/shop/{name}/service-{name}.yaml").read_text().split("version: ")[1].strip()


def test_a_journal_is_read_as_it_was_written() -> None:
    steps = (Step("production/apps", A, B, 0), Step("production/shop/new", None, B, 1), Step("x/root.yaml", A, None, 2))
    assert steps_in(text_of(steps)) == steps
    assert text_of(()).startswith("argosy-journal 1\nend ")


@pytest.mark.parametrize(
    "unit", ["../../etc", "/etc/passwd", "production/../x", "production/.git/hooks", "a\tb", "", "a//b"]
)
def test_a_journal_that_names_a_place_outside_is_damaged(unit: str) -> None:
    with pytest.raises(ValueError, match="damaged|unpack"):
        steps_in(text_of([Step(unit, A, B, 0)]))


def test_every_cut_of_a_journal_is_noticed() -> None:
    text = text_of([Step("production/apps", A, B, 0)])
    for end in range(len(text)):
        with pytest.raises(ValueError, match="damaged"):
            steps_in(text[:end])


def test_a_damaged_journal_says_what_to_do_and_touches_nothing(half: Path) -> None:
    (half / ".argosy/journal").write_text("argosy-journal 1\n")
    before = contents(half)
    with pytest.raises(MachineError, match="damaged, so the interrupted render cannot be finished") as caught:
        apply(plan(fleet({"cart": "2", "pay": "2"}), half))
    assert caught.value.findings[0].fix is not None
    assert caught.value.findings[0].fix.text.startswith("remove .argosy/journal")
    assert contents(half) == before
    (half / ".argosy/journal").unlink()
    with pytest.raises(RefusedError, match="edited by hand"):
        apply(plan(fleet({"cart": "3", "pay": "3"}), half))


def test_the_next_run_finishes_even_if_it_renders_something_else(half: Path) -> None:
    apply(plan(fleet({"cart": "3", "pay": "3"}), half))
    assert version(half, "cart") == version(half, "pay") == "3" and litter(half) == set()


def test_an_edit_made_while_a_render_was_interrupted_is_not_lost(half: Path) -> None:
    file = half / "rendered/production/shop/pay/service-pay.yaml"
    file.write_text("edited: true\n")
    with pytest.raises(RefusedError, match="service-pay.yaml"):
        apply(plan(fleet({"cart": "2", "pay": "2"}), half))
    assert file.read_text() == "edited: true\n" and litter(half) == set()


def test_a_checkout_while_a_render_was_interrupted_is_kept_and_rendered_anew(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1"}), tmp_path))
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run([*git, *words], check=True)
    with pytest.raises(MachineError):
        apply(plan(fleet({"cart": "2", "pay": "2"}), tmp_path), disk=Stops(1))
    subprocess.run([*git, "checkout", "-q", "--", "rendered"], check=True)
    assert version(tmp_path, "cart") == "1"
    apply(plan(fleet({"cart": "2", "pay": "2"}), tmp_path))
    assert version(tmp_path, "cart") == version(tmp_path, "pay") == "2" and litter(tmp_path) == set()
    status = subprocess.run([*git, "status", "--porcelain"], check=True, capture_output=True, text=True).stdout
    assert all(line.startswith(" M rendered/") for line in status.splitlines())


@pytest.mark.parametrize("taken_back", ["app0", "app1", "app2"])
@pytest.mark.parametrize("exchange", [True, False])
def test_a_swap_of_which_one_app_was_taken_back_is_undone(tmp_path: Path, taken_back: str, exchange: bool) -> None:
    names = ("app0", "app1", "app2", "app3")
    apply(plan(fleet(dict.fromkeys(names, "1")), tmp_path))
    before = contents(tmp_path)
    new = fleet({**dict.fromkeys(names, "2"), "aaa": "2"})
    with pytest.raises(MachineError):
        apply(plan(new, tmp_path), disk=StopsAt("production/shop/app3", exchange))
    for path, content in before.items():
        if f"/{taken_back}/" in path:
            (tmp_path / "rendered" / path).write_bytes(content)
    with hold(tmp_path) as held:
        assert held.recovered
    assert contents(tmp_path) == before and litter(tmp_path) == set()
    assert not (tmp_path / "rendered/production/shop/aaa").exists()
    apply(plan(new, tmp_path))
    assert plan(new, tmp_path).empty


class StopsAt(Disk):
    """A disk that fails when a certain unit is to be swapped."""

    def __init__(self, unit: str, offered: bool) -> None:
        super().__init__()
        self.unit, self.offered = unit, offered

    def exchange(self, source: str, target: str) -> None:
        if target.endswith(self.unit) or not self.offered:
            number = errno.EIO if target.endswith(self.unit) else errno.ENOSYS
            raise OSError(number, os.strerror(number), target)
        super().exchange(source, target)


def test_a_stage_that_is_gone_leaves_the_rest_to_the_next_plan(half: Path) -> None:
    for path in sorted((half / ".argosy/stage").rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    with hold(half) as held:
        assert held.recovered
    assert version(half, "pay") == "1"
    apply(plan(fleet({"cart": "2", "pay": "2"}), half), overwrite_edits=True)
    assert version(half, "pay") == "2"


def test_a_journal_does_not_reach_through_a_link(half: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (half / "rendered/production/shop").rename(outside / "shop")
    (half / "rendered/production/shop").symlink_to(outside / "shop")
    with pytest.raises(MachineError, match="cannot finish the interrupted render: rendered/production/shop: not a dir"):
        apply(plan_elsewhere(half))
    text = (outside / "shop/pay/service-pay.yaml").read_text()
    assert text.endswith("version: 1\n")


def plan_elsewhere(root: Path) -> object:
    """A plan that was made before the link was put there."""
    with pytest.raises(UserError, match="is a link"):
        plan(fleet({"cart": "2", "pay": "2"}), root)
    with hold(root):
        raise AssertionError("the lock was given in spite of the link")


def test_a_link_in_the_place_of_the_state_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "repo").mkdir()
    (tmp_path / "repo/.argosy").symlink_to(tmp_path / "outside")
    with pytest.raises(MachineError, match=r"\.argosy is not a directory of its own"):
        apply(plan(fleet({"cart": "1"}), tmp_path / "repo"))
    assert os.listdir(tmp_path / "outside") == [] and not (tmp_path / "repo/rendered").exists()


@pytest.mark.parametrize("name", ["lock", "journal", "stage"])
def test_a_link_inside_the_state_directory_is_not_followed(tmp_path: Path, name: str) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/precious").write_text("keep\n")
    (tmp_path / "repo/.argosy").mkdir(parents=True)
    target = "outside" if name == "stage" else "outside/precious"
    (tmp_path / "repo/.argosy" / name).symlink_to(tmp_path / target)
    if name == "stage":
        apply(plan(fleet({"cart": "1"}), tmp_path / "repo"))
    else:
        with pytest.raises(MachineError):
            apply(plan(fleet({"cart": "1"}), tmp_path / "repo"))
    assert (tmp_path / "outside/precious").read_text() == "keep\n"


def test_litter_of_a_killed_run_is_removed_under_the_lock(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    (tmp_path / ".argosy/stage/3/deep").mkdir(parents=True)
    (tmp_path / ".argosy/stage/3/deep/x.yaml").write_text("x\n")
    (tmp_path / ".argosy/journal.new").write_text("half")
    apply(plan(fleet({"cart": "1"}), tmp_path))
    assert litter(tmp_path) == set()


def test_rendered_on_another_file_system_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rendered").mkdir()
    mount = ["mount", "-t", "tmpfs", "x", str(tmp_path / "rendered")]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("cannot mount")
    try:
        with pytest.raises(MachineError, match="two file systems"):
            apply(plan(fleet({"cart": "1"}), tmp_path))
    finally:
        subprocess.run(["umount", str(tmp_path / "rendered")], check=True)


def test_a_full_file_system_leaves_the_old_tree(tmp_path: Path) -> None:
    """Every size of a small disk from too small for the stage to large enough."""
    if os.geteuid() != 0:
        pytest.skip("needs root to mount")
    outcomes = set()
    for size in range(96, 400, 12):
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}k", "x", str(tmp_path)]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("cannot mount")
        try:
            apply(plan(fleet({f"app{n}": "1" for n in range(3)}), tmp_path))
            before = contents(tmp_path)
            new = fleet({f"app{n}": "2" * 6000 for n in range(3)})
            try:
                apply(plan(new, tmp_path))
                outcomes.add("written")
                assert plan(new, tmp_path).empty
            except MachineError as error:
                outcomes.add("full")
                assert "no space left on device; rendered/ unchanged" in error.message
                assert contents(tmp_path) == before
            assert litter(tmp_path) == set()
        finally:
            subprocess.run(["umount", str(tmp_path)], check=True)
    assert outcomes == {"written", "full"}


def test_a_unit_is_known_by_what_it_holds_not_by_its_times(tmp_path: Path) -> None:
    disk = Recorder()
    apply(plan(fleet({"cart": "1"}), tmp_path), disk=disk)
    place = tmp_path / "rendered/production/shop/cart"
    before = digest_at(str(place), "cart")
    for path in place.iterdir():
        os.utime(path, (1, 1))
    assert digest_at(str(place), "cart") == before and digest_at(str(place / "none"), "none") is None
    assert [name for name, _ in disk.log].count("sync") == 2, "before and after the swap, whatever the number of files"
