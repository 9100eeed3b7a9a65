"""Planning: what a write would do, which names it refuses, what it takes for a hand edit."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from generator.model import Fleet, RefusedError, UserError
from generator.rendered.apply import apply
from generator.rendered.index import owned
from generator.rendered.names import path_fault, unit_of
from generator.rendered.plan import plan
from tests.rendered_trees import app, contents, fleet, manifest, objects


def test_a_first_render_creates_every_file_and_one_index_an_environment(tmp_path: Path) -> None:
    made = plan(fleet({"cart": "1"}), tmp_path)
    assert made.writes.create == (
        "production/apps/application-cart.yaml",
        "production/index.json",
        "production/root.yaml",
        "production/shop/cart/configmap-cart.yaml",
        "production/shop/cart/deployment-cart.yaml",
        "production/shop/cart/poddisruptionbudget-cart.yaml",
        "production/shop/cart/service-cart.yaml",
    )
    assert made.deletions.gone == () and made.deletions.reasons == ()
    assert made.changed == ("production/apps", "production/index.json", "production/root.yaml", "production/shop/cart")
    assert not (tmp_path / "rendered").exists()


def test_planning_after_a_render_finds_nothing_to_do(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    made = plan(fleet({"cart": "1"}), tmp_path)
    assert made.empty and len(made.writes.unchanged) == 7


def test_only_changed_apps_are_swapped(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1"}), tmp_path))
    made = plan(fleet({"cart": "2", "pay": "1"}), tmp_path)
    assert made.changed == ("production/index.json", "production/shop/cart")


def test_a_part_of_the_fleet_leaves_the_rest_as_it_is(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1"}), tmp_path))
    before = contents(tmp_path)
    apply(plan(fleet({"cart": "2"}), tmp_path, only=["production/shop/cart"]))
    after = contents(tmp_path)
    changed = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    assert changed == {
        "production/index.json",
        "production/shop/cart/configmap-cart.yaml",
        "production/shop/cart/deployment-cart.yaml",
        "production/shop/cart/poddisruptionbudget-cart.yaml",
        "production/shop/cart/service-cart.yaml",
    }
    assert plan(fleet({"cart": "2", "pay": "1"}), tmp_path).empty


def test_another_environment_out_of_scope_is_no_deletion(tmp_path: Path) -> None:
    both = Fleet((*fleet({"cart": "1"}, "production"), *fleet({"cart": "1"}, "staging")))
    apply(plan(both, tmp_path))
    made = plan(fleet({"cart": "1"}, "staging"), tmp_path, only=["staging"])
    assert made.empty and made.deletions.gone == ()


def test_an_empty_fleet_is_refused_before_it_can_delete_anything(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="nothing was rendered"):
        plan(Fleet(()), tmp_path)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("production/shop/cart/service-cart.yaml", ""),
        ("production/../../etc/x.yaml", "begins with a letter or digit"),
        ("production//x.yaml", "begins with a letter or digit"),
        ("/etc/passwd", "begins with a letter or digit"),
        ("production/.git/config.yaml", "begins with a letter or digit"),
        ("production/git~1/x.yaml", "letters, digits"),
        ("production/aux/x.yaml", "device name on Windows"),
        ("production/shop/cart/COM1.yaml", "device name on Windows"),
        ("production/shop/cart/nul", "device name on Windows"),
        ("production/shop/cart/a.", "ends with a dot"),
        ("production/shop/cart/a:b", "letters, digits"),
        ("production/shop/caf\u00e9/a.yaml", "letters, digits"),
        ("production/shop/a\nb/a.yaml", "letters, digits"),
        ("production/shop/\u202egit/a.yaml", "letters, digits"),
        ("production/shop/" + "a" * 200, ""),
        ("production/shop/" + "a" * 201, "longer than 200 bytes"),
    ],
)
def test_names_that_some_file_system_reads_otherwise_are_refused(path: str, fault: str) -> None:
    found = path_fault(path)
    assert found == "" if not fault else fault in found


@pytest.mark.parametrize(
    ("path", "unit"),
    [
        ("production/root.yaml", "production/root.yaml"),
        ("production/apps/application-cart.yaml", "production/apps"),
        ("production/shop/cart/service-cart.yaml", "production/shop/cart"),
        ("root.yaml", ""),
        ("production/shop/cart/deep/service-cart.yaml", ""),
    ],
)
def test_the_unit_of_exchange_is_the_directory_or_the_lone_file(path: str, unit: str) -> None:
    assert unit_of(path) == unit


@pytest.mark.parametrize(
    "path", ["production/index.json", "production/Index.json/a/b.yaml", "x.yaml", "a/b/c/d/e.yaml"]
)
def test_paths_outside_the_layout_are_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(UserError) as caught:
        plan(Fleet((manifest(app("cart"), "", "Service", "cart", "x\n", path),)), tmp_path)
    assert caught.value.findings[0].rule == "output-name"


def test_two_objects_that_claim_one_file_are_refused_with_both_places(tmp_path: Path) -> None:
    one = manifest(app("cart"), "", "Service", "cart", "1\n", "production/shop/cart/service-cart.yaml")
    two = manifest(app("pay"), "", "Service", "Cart", "2\n", "production/shop/cart/service-Cart.yaml")
    with pytest.raises(UserError) as caught:
        plan(Fleet((one, two)), tmp_path)
    (finding,) = caught.value.findings
    assert finding.rule == "output-path-clash"
    assert {str(finding.origin), str(finding.related[0].origin)} == {
        "values/services/cart/values.yaml:1:1",
        "values/services/pay/values.yaml:1:1",
    }


def test_one_object_rendered_by_two_apps_is_refused_with_both_places(tmp_path: Path) -> None:
    one = manifest(app("cart"), "", "Service", "web", "1\n")
    two = manifest(app("pay"), "", "Service", "web", "2\n")
    with pytest.raises(UserError) as caught:
        plan(Fleet((one, two)), tmp_path)
    (finding,) = caught.value.findings
    assert finding.rule == "output-object-clash"
    assert finding.message == (
        "Service shop/web is rendered twice in production: "
        "production/shop/cart (Service shop/web) and production/shop/pay (Service shop/web)"
    )
    assert str(finding.related[0].origin) == "values/services/cart/values.yaml:1:1"


def test_the_same_object_in_two_environments_is_no_clash(tmp_path: Path) -> None:
    both = Fleet((*fleet({"cart": "1"}, "production"), *fleet({"cart": "1"}, "staging")))
    assert len(plan(both, tmp_path).wanted) == 6


def test_a_domain_named_apps_clashes_with_the_applications(tmp_path: Path) -> None:
    rows = objects(app("cart", domain="apps"), "1")
    with pytest.raises(UserError, match="rendered/production/apps"):
        plan(Fleet(tuple(rows)), tmp_path)


@pytest.mark.parametrize("place", ["rendered", "rendered/production", "rendered/production/shop/cart/x.yaml"])
def test_a_link_in_the_way_is_refused_not_followed(tmp_path: Path, place: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "precious").write_text("keep")
    link = tmp_path / "repo" / place
    link.parent.mkdir(parents=True)
    link.symlink_to(outside)
    with pytest.raises(UserError, match=f"{place} is a link"):
        apply(plan(fleet({"cart": "1"}), tmp_path / "repo"))
    assert (outside / "precious").read_text() == "keep" and os.listdir(outside) == ["precious"]


def test_a_fifo_in_the_way_is_refused_not_opened(tmp_path: Path) -> None:
    (tmp_path / "rendered" / "production").mkdir(parents=True)
    os.mkfifo(tmp_path / "rendered" / "production" / "root.yaml")
    with pytest.raises(UserError, match="rendered/production/root.yaml is not a regular file"):
        plan(fleet({"cart": "1"}), tmp_path)


def test_an_edit_by_hand_is_told_apart_from_a_stale_file(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1"}), tmp_path))
    file = tmp_path / "rendered/production/shop/pay/service-pay.yaml"
    file.write_text(file.read_text() + "edited: true\n")
    made = plan(fleet({"cart": "2", "pay": "1"}), tmp_path)
    assert made.edited == ("production/shop/pay/service-pay.yaml",)


def test_a_file_already_as_it_should_be_is_no_edit(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    (tmp_path / "other").mkdir()
    apply(plan(fleet({"cart": "2"}), tmp_path / "other"))
    for path, content in contents(tmp_path / "other").items():
        if not path.endswith("index.json"):
            (tmp_path / "rendered" / path).write_bytes(content)
    made = plan(fleet({"cart": "2"}), tmp_path)
    assert made.edited == () and made.writes.update == ("production/index.json",)


def test_files_without_an_index_are_nobodys_to_overwrite(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    (tmp_path / "rendered/production/index.json").unlink()
    made = plan(fleet({"cart": "2"}), tmp_path)
    assert len(made.edited) == 4 and made.writes.create == ("production/index.json",)


def test_foreign_files_are_listed_and_housekeeping_files_are_not(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1"}), tmp_path))
    (tmp_path / "rendered/README.md").write_text("about\n")
    (tmp_path / "rendered/production/shop/cart/notes.txt").write_text("mine\n")
    made = plan(fleet({"cart": "1"}), tmp_path)
    assert made.foreign == ("production/shop/cart/notes.txt",) and made.empty


def test_the_guard_asks_the_merge_base_when_the_work_tree_is_damaged(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1"}), tmp_path))
    base = owned("production", (tmp_path / "rendered/production/index.json").read_text())
    shutil.rmtree(tmp_path / "rendered")
    assert plan(fleet({"cart": "1"}), tmp_path).deletions.gone == ()
    made = plan(fleet({"cart": "1"}), tmp_path, base=base)
    assert "all of production/shop/pay" in made.deletions.reasons and len(made.deletions.gone) == 5
    with pytest.raises(RefusedError, match="5 objects would be deleted"):
        apply(plan(fleet({"cart": "1"}), tmp_path, base=base))
    assert not (tmp_path / "rendered").exists()


def test_deletions_that_were_confirmed_once_are_not_asked_for_again(tmp_path: Path) -> None:
    apply(plan(fleet({"cart": "1", "pay": "1", "web": "1"}), tmp_path))
    base = owned("production", (tmp_path / "rendered/production/index.json").read_text())
    first = plan(fleet({"cart": "1", "pay": "1"}), tmp_path, base=base)
    apply(first, confirm_deletes=first.deletions.digest)
    later = plan(fleet({"cart": "2", "pay": "1"}), tmp_path, base=base)
    assert later.deletions.gone == first.deletions.gone and not later.deletions.fresh
    apply(later)
    more = plan(fleet({"cart": "2"}), tmp_path, base=base)
    assert len(more.deletions.gone) == 10 and more.deletions.fresh
    with pytest.raises(RefusedError, match="10 objects would be deleted"):
        apply(more, confirm_deletes=first.deletions.digest)


def without(rows: Fleet, word: str) -> Fleet:
    return Fleet(tuple(m for m in rows if word not in m.path))


ACCIDENTS = {
    "a service folder was deleted": lambda rows: without(rows, "app3"),
    "a template gives nothing for one app": lambda rows: without(rows, "shop/app3/"),
    "a template gives nothing for any app": lambda rows: without(rows, "service-"),
    "a layer was emptied": lambda rows: without(rows, "/shop/"),
    "an environment was left out": lambda rows: without(rows, "production/"),
    "an environment was renamed": lambda rows: Fleet((*without(rows, "production/"), *fleet(APPS, "prod"))),
    "a service was renamed": lambda rows: fleet({n.replace("app3", "new"): v for n, v in APPS.items()}),
    "the Applications were left out": lambda rows: without(rows, "/apps/"),
    "the root Application was left out": lambda rows: without(rows, "root.yaml"),
    "one Application was left out": lambda rows: without(rows, "application-app3"),
    "most of an app was left out": lambda rows: Fleet(
        tuple(m for m in rows if "shop/app3/" not in m.path or "service" in m.path)
    ),
}
APPS = {f"app{n}": "1" for n in range(30)}


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_an_accident_is_refused_with_its_list_and_nothing_is_touched(tmp_path: Path, accident: str) -> None:
    rows = Fleet((*fleet(APPS, "production"), *fleet(APPS, "staging")))
    apply(plan(rows, tmp_path))
    before = contents(tmp_path)
    made = plan(ACCIDENTS[accident](rows), tmp_path)
    with pytest.raises(RefusedError, match=r"objects? would be deleted") as caught:
        apply(made)
    assert f"--confirm-deletes {made.deletions.digest}" in caught.value.message
    assert contents(tmp_path) == before
