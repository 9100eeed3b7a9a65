"""A few apps planned alone: the same plan as among all others, or none."""

from __future__ import annotations

import random
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from generator.model import Fleet, UserError
from generator.rendered import index, part
from generator.rendered.apply import apply
from generator.rendered.lock import hold
from generator.rendered.plan import Plan, plan
from tests.rendered_trees import app, contents, fleet, manifest, objects

TOOL = {"argosy": "1"}
NAMES = ("cart", "cart-api", "pay", "web")


def inputs(versions: Mapping[str, str], shared: str = "d") -> dict[str, str]:
    """Digests of one file an app and the one they share."""
    texts = {f"values/services/{name}/values.yaml": version for name, version in versions.items()}
    return {path: sha256(text.encode()).hexdigest() for path, text in {**texts, "values/d.yaml": shared}.items()}


def both(versions: Mapping[str, str]) -> Fleet:
    rows = [m for where in ("dev", "production") for m in fleet(versions, where)]
    return Fleet(tuple(sorted(rows, key=lambda m: m.path)))


def alone(root: Path, name: str, version: str, shared: str = "d") -> Plan | None:
    """The plan for one app whose file says `version`, knowing nothing of the others."""
    owners = [app(name, where) for where in ("dev", "production")]
    rows = [m for owner in owners for m in objects(owner, version) if m.id.kind != "Application"]
    few = Fleet(tuple(sorted(rows, key=lambda m: m.path)))
    units = tuple(sorted(owner.folder for owner in owners))
    return part.plan(few, root, inputs=inputs({name: version}, shared), tool=TOOL, only=units)


def carry_out(made: Plan, root: Path) -> None:
    with hold(root) as held:
        apply(made, held=held)


@pytest.fixture
def written(tmp_path: Path) -> Path:
    versions = dict.fromkeys(NAMES, "1")
    apply(plan(both(versions), tmp_path, inputs=inputs(versions), tool=TOOL))
    return tmp_path


def test_one_app_after_another_gives_what_all_at_once_give(
    written: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    chance = random.Random(7)
    versions = dict.fromkeys(NAMES, "1")
    for step in range(12):
        name = chance.choice(NAMES)
        versions[name] = str(step)
        made = alone(written, name, versions[name])
        assert made is not None
        carry_out(made, written)
        fresh = tmp_path_factory.mktemp("whole")
        apply(plan(both(versions), fresh, inputs=inputs(versions), tool=TOOL))
        assert contents(written) == contents(fresh), f"step {step}: {name}"


def test_a_part_is_not_planned_again_without_a_lock(written: Path) -> None:
    made = alone(written, "cart", "2")
    assert made is not None
    with pytest.raises(ValueError, match="under one lock"):
        apply(made)


def test_an_app_that_did_not_change_is_nothing_to_do(written: Path) -> None:
    made = alone(written, "cart", "1")
    assert made is not None and made.empty


def test_the_plan_names_the_files_the_whole_plan_names(written: Path) -> None:
    made = alone(written, "cart", "2")
    assert made is not None
    versions = {**dict.fromkeys(NAMES, "1"), "cart": "2"}
    units = ("dev/shop/cart", "production/shop/cart")
    whole = plan(both(versions), written, inputs=inputs(versions), tool=TOOL, only=units)
    assert (made.writes, made.changed, made.indexes) == (whole.writes, whole.changed, whole.indexes)


def test_a_new_app_finds_its_place_between_the_others(written: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    made = alone(written, "catalog", "1")
    assert made is not None
    versions = {**dict.fromkeys(NAMES, "1"), "catalog": "1"}
    whole = plan(
        both(versions),
        written,
        inputs=inputs(versions),
        tool=TOOL,
        only=("dev/shop/catalog", "production/shop/catalog"),
    )
    assert made.indexes == whole.indexes


def test_what_others_are_made_of_too_stays_as_stale_as_it_was(written: Path) -> None:
    made = alone(written, "cart", "2", shared="another")
    assert made is not None
    record = index.read(made.indexes["dev"])
    assert record.inputs["values/d.yaml"] == sha256(b"d").hexdigest()
    assert record.inputs["values/services/cart/values.yaml"] == sha256(b"2").hexdigest()


def test_another_tool_leaves_the_tool_the_others_were_rendered_by(written: Path) -> None:
    owner = app("cart", "dev")
    rows = tuple(sorted((m for m in objects(owner, "2") if m.id.kind != "Application"), key=lambda m: m.path))
    made = part.plan(Fleet(rows), written, inputs=inputs({"cart": "2"}), tool={"argosy": "2"}, only=(owner.folder,))
    assert made is not None
    assert index.read(made.indexes["dev"]).tool == {"argosy": "1"}


def test_hand_edits_are_seen(written: Path) -> None:
    (written / "rendered/dev/shop/cart/service-cart.yaml").write_text("kind: Service\nname: mine\n")
    made = alone(written, "cart", "2")
    assert made is not None and made.edited == ("dev/shop/cart/service-cart.yaml",)


def test_foreign_files_of_the_unit_are_seen(written: Path) -> None:
    (written / "rendered/dev/shop/cart/note.yaml").write_text("a: 1\n")
    made = alone(written, "cart", "2")
    assert made is not None and made.foreign == ("dev/shop/cart/note.yaml",)


def test_an_object_that_goes_needs_the_whole(written: Path) -> None:
    owner = app("cart", "dev")
    rows = tuple(sorted(objects(owner, "1", [("apps", "Deployment")])[:1], key=lambda m: m.path))
    assert part.plan(Fleet(rows), written, inputs={}, tool=TOOL, only=(owner.folder,)) is None


def test_an_object_that_moves_to_another_file_needs_the_whole(written: Path) -> None:
    owner = app("cart", "dev")
    rows = [m for m in objects(owner, "1") if m.id.kind not in ("Application", "Service")]
    rows.append(manifest(owner, "", "Service", "cart", "kind: Service\n", f"{owner.folder}/other.yaml"))
    few = Fleet(tuple(sorted(rows, key=lambda m: m.path)))
    assert part.plan(few, written, inputs={}, tool=TOOL, only=(owner.folder,)) is None


def test_an_identity_that_another_app_holds_needs_the_whole(written: Path) -> None:
    owner = app("cart", "dev")
    rows = [m for m in objects(owner, "1") if m.id.kind != "Application"]
    rows.append(manifest(owner, "", "Service", "pay", "kind: Service\n"))
    few = Fleet(tuple(sorted(rows, key=lambda m: m.path)))
    assert part.plan(few, written, inputs={}, tool=TOOL, only=(owner.folder,)) is None


@pytest.mark.parametrize(
    "spoilt",
    ["", "{}", '{"format":2}', "{\n", "<<<<<<< a\n=======\n>>>>>>> b\n"],
    ids=["empty", "no record", "another version", "cut", "in conflict"],
)
def test_an_index_that_is_not_as_we_write_it_needs_the_whole(written: Path, spoilt: str) -> None:
    (written / "rendered/dev/index.json").write_text(spoilt)
    assert alone(written, "cart", "2") is None


def test_a_damaged_line_of_the_app_needs_the_whole(written: Path) -> None:
    file = written / "rendered/dev/index.json"
    text = file.read_text()
    file.write_text(text.replace('"shop/cart/service-cart.yaml":[', '"shop/cart/service-cart.yaml":[7,'))
    assert alone(written, "cart", "2") is None


def test_a_missing_index_needs_the_whole(written: Path) -> None:
    (written / "rendered/dev/index.json").unlink()
    assert alone(written, "cart", "2") is None


@pytest.mark.parametrize("place", ["dev/shop/cart", "dev/shop", "dev", ""])
def test_a_link_on_the_way_is_refused(written: Path, place: str) -> None:
    folder = written / "rendered" / place
    folder.rename(written / "elsewhere")
    folder.symlink_to(written / "elsewhere")
    with pytest.raises(UserError, match="is a link"):
        alone(written, "cart", "2")


def test_lines_read_back_are_the_lines_written() -> None:
    entry = index.Entry("0" * 64, 3, objects(app("cart"), "1")[0].id)
    files = {"shop/cart/x.yaml": (entry,)}
    record = index.Index({"argosy": "1"}, {"values/a.yaml": "0"}, {"shop/cart": ("a", "b")}, files)
    for each in (record, index.Index()):
        text = index.write("dev", each)
        rows = index.rows_in("dev", text)
        assert rows is not None
        assert index.text_of("dev", rows) == text
        assert index.read_rows(rows) == each
    assert index.rows_in("production", index.write("dev", record)) is None
