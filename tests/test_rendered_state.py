"""Nothing to do is answered by stats alone, and never wrongly: every change is seen, also within one clock tick."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from generator.model import App, Fleet, Target
from generator.rendered import state
from generator.rendered.apply import apply
from generator.rendered.lock import hold
from generator.rendered.plan import plan
from generator.rendered.state import remember, same_inputs, unchanged
from tests.rendered_trees import fleet, manifest

TOPS = ("values", "schemas")
CART = "values/services/cart/values.yaml"


def digests(root: Path) -> dict[str, str]:
    found = sorted((root / "values").rglob("*.yaml"))
    return {str(p.relative_to(root)): sha256(p.read_bytes()).hexdigest() for p in found}


def render(root: Path, key: str = "k", rows: Callable[[Mapping[str, str]], Fleet] | None = None) -> bool:
    """What the command does: the stats first, then the reading, then the writing, then the remembering."""
    if unchanged(root, TOPS, key=key):
        return False
    with hold(root, TOPS) as held:
        inputs = digests(root)
        made = plan((rows or from_values)(inputs), root, inputs=inputs)
        remember(held, apply(made, held=held, confirm_deletes=made.deletions.digest), key=key)
    return True


def from_values(inputs: Mapping[str, str]) -> Fleet:
    return fleet({p.split("/")[2]: sha for p, sha in inputs.items() if p.endswith("/values.yaml")})


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    for name in ("cart", "pay"):
        (tmp_path / f"values/services/{name}").mkdir(parents=True)
        (tmp_path / f"values/services/{name}/values.yaml").write_text(f"name: {name}\n")
    (tmp_path / "values/d.yaml").write_text("d: 1\n")
    assert render(tmp_path)
    return tmp_path


def test_a_second_render_does_nothing(repo: Path) -> None:
    assert unchanged(repo, TOPS, key="k")
    assert not render(repo)


def _edit(path: str) -> Callable[[Path], object]:
    return lambda root: (root / path).write_text("x: 9\n")


CHANGES: dict[str, Callable[[Path], object]] = {
    "an edited input": _edit(CART),
    "an input of the same size": lambda root: (root / CART).write_text("name: tarc\n"),
    "a new input": _edit("values/services/cart/production.yaml"),
    "a new service": lambda root: shutil.copytree(root / "values/services/cart", root / "values/services/web"),
    "a removed input": lambda root: (root / CART).unlink(),
    "a removed service": lambda root: shutil.rmtree(root / "values/services/cart"),
    "a renamed input": lambda root: (root / CART).rename(root / "values/services/cart/other.yaml"),
    "an input that became a link": lambda root: (
        (root / CART).rename(root / "moved"),
        (root / CART).symlink_to(root / "moved"),
    ),
    "two inputs swapped": lambda root: (
        (root / CART).rename(root / "tmp"),
        (root / "values/services/pay/values.yaml").rename(root / CART),
        (root / "tmp").rename(root / "values/services/pay/values.yaml"),
    ),
    "an input directory that appeared": lambda root: (root / "schemas").mkdir(),
    "an edited output": _edit("rendered/production/root.yaml"),
    "an output that became a directory": lambda root: (
        (root / "rendered/production/root.yaml").unlink(),
        (root / "rendered/production/root.yaml").mkdir(),
    ),
    "a removed output": lambda root: (root / "rendered/production/root.yaml").unlink(),
    "a file that nobody rendered": _edit("rendered/production/shop/cart/extra.yaml"),
    "a foreign environment": lambda root: (root / "rendered/other").mkdir(),
    "an edited index": _edit("rendered/production/index.json"),
    "no output at all": lambda root: shutil.rmtree(root / "rendered"),
    "an interrupted render": lambda root: (root / ".argosy/journal").write_text(""),
    "no state": lambda root: (root / ".argosy/state").unlink(),
    "an empty state": lambda root: (root / ".argosy/state").write_bytes(b""),
    "no lock file": lambda root: (root / ".argosy/lock").unlink(),
    "a state that became a link": lambda root: (
        (root / ".argosy/state").rename(root / "moved"),
        (root / ".argosy/state").symlink_to(root / "moved"),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_seen(repo: Path, change: str) -> None:
    CHANGES[change](repo)
    assert not unchanged(repo, TOPS, key="k")


def test_other_options_or_inputs_are_a_change(repo: Path) -> None:
    assert not unchanged(repo, TOPS, key="other")
    assert not unchanged(repo, ("values",), key="k")
    assert unchanged(repo, TOPS, key="k")


def test_an_edit_that_keeps_size_inode_and_mtime_is_seen(repo: Path) -> None:
    file = repo / CART
    before = file.stat()
    with file.open("r+") as handle:
        handle.write("name: tarc\n")
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = file.stat()
    assert (after.st_size, after.st_ino, after.st_mtime_ns) == (before.st_size, before.st_ino, before.st_mtime_ns)
    assert not unchanged(repo, TOPS, key="k")


def test_a_touched_input_with_the_same_bytes_is_no_change_and_noted(repo: Path) -> None:
    (repo / CART).write_text("name: cart\n")
    state_before = (repo / ".argosy/state").read_bytes()
    assert unchanged(repo, TOPS, key="k")
    assert unchanged(repo, TOPS, key="k")
    assert (repo / ".argosy/state").read_bytes() != state_before
    assert sorted(os.listdir(repo / ".argosy")) == [".gitignore", "lock", "state"]


def test_an_edit_during_the_render_is_seen_afterwards(repo: Path) -> None:
    (repo / CART).write_text("name: one\n")

    def edit_while_building(inputs: Mapping[str, str]) -> Fleet:
        (repo / CART).write_text("name: two\n")
        return from_values(inputs)

    assert render(repo, rows=edit_while_building)
    assert not unchanged(repo, TOPS, key="k")


def test_inputs_are_the_same_only_while_stats_would_show_a_change(repo: Path) -> None:
    time.sleep(0.02)  # several ticks of the file system's clock: the fixture's files are no longer young
    with hold(repo, TOPS) as held:
        assert same_inputs(held)
        (repo / CART).write_text("name: tarc\n")
        assert not same_inputs(held)
    with hold(repo, TOPS) as held:
        assert held.snapshot is not None
        held.snapshot.tick = (repo / CART).lstat().st_ctime_ns
        assert not same_inputs(held), "a file as young as the lock may have changed within one tick"
    with hold(repo) as held:
        assert not same_inputs(held), "nothing is known of inputs that nobody noted"


def test_a_new_input_is_not_the_same_inputs(repo: Path) -> None:
    time.sleep(0.02)
    with hold(repo, TOPS) as held:
        (repo / "values/services/cart/production.yaml").write_text("x: 1\n")
        assert not same_inputs(held)


def test_edits_in_the_same_clock_tick_are_seen(repo: Path) -> None:
    """Edit, render, edit at once, of equal size and in place: on a coarse clock the stats alone cannot tell."""
    for n in range(40):
        for text in (f"name: a{n:03}\n", f"name: b{n:03}\n"):
            with (repo / CART).open("r+") as handle:
                handle.truncate(0)
                handle.write(text)
            assert render(repo)
            wanted = sha256(text.encode()).hexdigest()
            assert wanted in (repo / "rendered/production/shop/cart/service-cart.yaml").read_text()


def test_a_state_whose_clock_does_not_move_falls_back_to_content(repo: Path) -> None:
    """With every time stamp in the future nothing can be trusted, and everything is still answered rightly."""
    file = repo / CART
    os.utime(file, ns=(2**62, 2**62))
    assert unchanged(repo, TOPS, key="k")
    file.write_text("name: tarc\n")
    os.utime(file, ns=(2**62, 2**62))
    assert not unchanged(repo, TOPS, key="k")


def test_a_copied_repository_does_not_trust_the_copied_state(repo: Path, tmp_path: Path) -> None:
    shutil.copytree(repo, tmp_path / "copy", symlinks=True)
    assert not unchanged(tmp_path / "copy", TOPS, key="k")
    assert render(tmp_path / "copy") and not render(tmp_path / "copy")


def test_a_moved_repository_still_knows_its_state(repo: Path, tmp_path: Path) -> None:
    for name in ("values", "rendered", ".argosy"):
        (tmp_path / "elsewhere").mkdir(exist_ok=True)
        shutil.move(repo / name, tmp_path / "elsewhere" / name)
    assert unchanged(tmp_path / "elsewhere", TOPS, key="k")


def test_a_damaged_state_is_never_a_crash_and_never_hides_a_change(repo: Path) -> None:
    rng, path = random.Random(9), repo / ".argosy/state"
    whole = path.read_bytes()
    (repo / CART).write_text("name: tarc\n")
    for _ in range(300):
        broken = bytearray(whole)
        for _ in range(rng.randint(1, 30)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        path.write_bytes(bytes(broken[: rng.choice([len(broken), rng.randrange(len(broken))])]))
        assert not unchanged(repo, TOPS, key="k")


def test_the_working_directory_does_not_matter(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repo)
    assert unchanged(repo, TOPS, key="k") and unchanged(".", TOPS, key="k")


def test_an_absolute_input_outside_the_repository_counts(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    tool = tmp_path_factory.mktemp("tool")
    (tool / "code.py").write_text("1\n")
    (tool / "__pycache__").mkdir()
    tops = ("values", str(tool))
    with hold(repo, tops) as held:
        inputs = digests(repo)
        assert remember(held, plan(from_values(inputs), repo, inputs=inputs), key="k")
    assert unchanged(repo, tops, key="k")
    (tool / "__pycache__/code.pyc").write_text("compiled\n")
    assert unchanged(repo, tops, key="k")
    (tool / "code.py").write_text("2\n")
    assert not unchanged(repo, tops, key="k")


def test_nothing_is_remembered_of_a_part_or_beside_foreign_files(repo: Path) -> None:
    (repo / ".argosy/state").unlink()
    inputs = digests(repo)
    with hold(repo, TOPS) as held:
        assert not remember(held, plan(from_values(inputs), repo, inputs=inputs, only=["production"]), key="k")
        (repo / "rendered/production/extra.yaml").write_text("x\n")
        assert not remember(held, plan(from_values(inputs), repo, inputs=inputs), key="k")
    assert not (repo / ".argosy/state").exists()


def test_a_file_that_was_not_read_is_watched_all_the_same(repo: Path) -> None:
    notes = repo / "values/notes.txt"
    notes.write_text("1\n")
    assert render(repo)
    render(repo)
    assert unchanged(repo, TOPS, key="k")
    notes.write_text("2\n")
    assert not unchanged(repo, TOPS, key="k")


def test_the_answer_needs_no_heavy_module() -> None:
    code = (
        "import sys; sys.path.insert(0, '.'); before = set(sys.modules)\n"
        "from generator.rendered.state import unchanged; unchanged('/nonexistent', ('values',))\n"
        "print(*sorted(set(sys.modules) - before))"
    )
    here = Path(__file__).resolve().parent.parent
    out = subprocess.run(
        [sys.executable, "-I", "-c", code], cwd=here, capture_output=True, text=True, check=True
    ).stdout
    heavy = {"json", "hashlib", "dataclasses", "typing", "contextlib", "pathlib", "re", "ctypes", "generator.model"}
    assert state.__name__ in out.split() and not heavy & set(out.split())


def test_two_apps_of_one_environment_share_its_directories(tmp_path: Path) -> None:
    target = Target("production", "c", "shop")
    rows = [
        manifest(App(name, domain, target, {}, from_values.__defaults__), "", "Service", name, "x\n")  # type: ignore[arg-type]
        for name, domain in (("a", "one"), ("b", "two"))
    ]
    (tmp_path / "values").mkdir()
    with hold(tmp_path, ("values",)) as held:
        assert remember(held, apply(plan(Fleet(tuple(rows)), tmp_path), held=held))
    assert unchanged(tmp_path, ("values",))
