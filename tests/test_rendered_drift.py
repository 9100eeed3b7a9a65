"""Drift: every row of the verdict table, each with its cause and the place a person looks at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from generator.model import Finding, Fleet
from generator.rendered.apply import apply
from generator.rendered.drift import check, difference
from generator.rendered.plan import plan
from tests.rendered_trees import app, fleet, manifest

INPUTS = {
    "values/fleet.yaml": "0" * 64,
    "values/d.yaml": "1" * 64,
    "values/services/cart/values.yaml": "2" * 64,
    "values/services/pay/values.yaml": "3" * 64,
}
CART_CHANGED = {**INPUTS, "values/services/cart/values.yaml": "f" * 64}
TOOL = {"argosy": "1.4", "schemas": "abcdef0123456789"}
SERVICE = "production/shop/cart/service-cart.yaml"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    apply(plan(fleet({"cart": "1", "pay": "1"}), tmp_path, inputs=INPUTS, tool=TOOL))
    return tmp_path


def verdicts(root: Path, apps: dict[str, str], inputs: dict[str, str], **more: Any) -> list[tuple[str, str]]:
    found = check(fleet(apps), root, inputs=inputs, **{"tool": TOOL, **more})
    return [(finding.rule, finding.message) for finding in found]


def test_a_fresh_tree_is_clean(repo: Path) -> None:
    assert verdicts(repo, {"cart": "1", "pay": "1"}, INPUTS) == []


def test_values_that_changed_since_are_named(repo: Path) -> None:
    (finding,) = check(fleet({"cart": "2", "pay": "1"}), repo, inputs=CART_CHANGED, tool=TOOL)
    assert finding == Finding(
        "drift-stale",
        "error",
        "4 files of rendered/production/shop/cart: rendered before values/services/cart/values.yaml changed",
        path="production/shop/cart/configmap-cart.yaml",
        origin=finding.origin,
        fix=finding.fix,
    )
    assert str(finding.origin) == "values/services/cart/values.yaml"
    assert finding.fix is not None and finding.fix.text == "run `argosy render` and commit rendered/"


def test_a_new_app_is_stale_rendered(repo: Path) -> None:
    inputs = {**INPUTS, "values/services/web/values.yaml": "4" * 64}
    found = verdicts(repo, {"cart": "1", "pay": "1", "web": "1"}, inputs)
    because = "rendered before values/services/web/values.yaml changed"
    assert ("drift-stale", f"4 files of rendered/production/shop/web: {because}") in found
    assert {rule for rule, _ in found} == {"drift-stale"} and len(found) == 2


def test_files_whose_values_are_gone_are_told_apart_from_stale_ones(repo: Path) -> None:
    left = {name: digest for name, digest in INPUTS.items() if "pay" not in name}
    found = verdicts(repo, {"cart": "1"}, left)
    assert ("drift-left-file", "4 files of rendered/production/shop/pay: no values render this any more") in found
    moved = verdicts(repo, {"cart": "1"}, INPUTS, tool={**TOOL, "argosy": "1.5"})
    assert "drift-left-file" not in [rule for rule, _ in moved], "the other argosy is why"


def test_a_change_that_renders_nothing_new_makes_only_the_index_stale(repo: Path) -> None:
    assert verdicts(repo, {"cart": "1", "pay": "1"}, CART_CHANGED) == [
        ("drift-stale", "rendered/production/index.json: written before values/services/cart/values.yaml changed")
    ]


def test_a_tool_that_moved_is_told_apart_from_values_that_changed(repo: Path) -> None:
    assert verdicts(repo, {"cart": "2", "pay": "1"}, INPUTS, tool={**TOOL, "argosy": "1.5"}) == [
        (
            "drift-tool-moved",
            "4 files of rendered/production/shop/cart: rendered by another argosy: 1.4, this is 1.5",
        )
    ]
    assert verdicts(repo, {"cart": "1", "pay": "1"}, INPUTS, tool={**TOOL, "schemas": "f" * 64}) == [
        (
            "drift-tool-moved",
            "rendered/production/index.json: rendered by another schemas: abcdef012345, this is ffffffffffff",
        )
    ]


def test_an_edit_by_hand_comes_with_its_difference(repo: Path) -> None:
    file = repo / "rendered" / SERVICE
    file.write_text(file.read_text().replace("version: 1", "version: 9\npassword: hunter2"))
    (finding,) = check(fleet({"cart": "1", "pay": "1"}), repo, inputs=INPUTS, tool=TOOL)
    assert (finding.rule, finding.message) == ("drift-hand-edited", f"rendered/{SERVICE} was edited by hand")
    assert finding.note == "@@ -1 +1 @@\n kind: Service\n name: cart\n-version: 1\n+version: 9\n+password: ***"
    assert str(finding.origin) == f"rendered/{SERVICE}:3:1" and finding.path == SERVICE
    assert finding.fix is not None and "--overwrite-edits" in finding.fix.text


def test_an_edit_by_hand_in_a_stale_app_tells_both(repo: Path) -> None:
    (repo / "rendered" / SERVICE).write_text("edited: true\n")
    found = verdicts(repo, {"cart": "2", "pay": "1"}, CART_CHANGED)
    cause = "values/services/cart/values.yaml changed"
    assert found == [
        ("drift-hand-edited", f"rendered/{SERVICE} was edited by hand, and stale: {cause} since"),
        ("drift-stale", f"3 files of rendered/production/shop/cart: rendered before {cause}"),
    ]


def test_an_edited_file_that_is_not_rendered_any_more(repo: Path) -> None:
    (repo / "rendered/production/shop/pay/service-pay.yaml").write_text("edited: true\n")
    found = verdicts(repo, {"cart": "1"}, {k: v for k, v in INPUTS.items() if "pay" not in k})
    assert found[0][1].endswith("pay.yaml changed since (the values no longer render it)") or found[0][1].endswith(
        "was edited by hand, and stale: values/services/pay/values.yaml changed since (the values no longer render it)"
    )


def test_a_missing_file_points_at_the_values_that_ask_for_it(repo: Path) -> None:
    (repo / "rendered" / SERVICE).unlink()
    (finding,) = check(fleet({"cart": "1", "pay": "1"}), repo, inputs=INPUTS, tool=TOOL)
    assert (finding.rule, finding.message) == ("drift-missing-file", f"rendered/{SERVICE} is missing")
    assert str(finding.origin) == "values/services/cart/values.yaml:1:1"


def test_a_file_that_nobody_rendered(repo: Path) -> None:
    (repo / "rendered/production/shop/extra.yaml").write_text("x: 1\n")
    assert verdicts(repo, {"cart": "1", "pay": "1"}, INPUTS) == [
        ("drift-foreign-file", "rendered/production/shop/extra.yaml was not rendered from values/")
    ]


def test_a_journal_means_an_interrupted_render_and_nothing_else_is_judged(repo: Path) -> None:
    (repo / ".argosy/journal").write_text("")
    (repo / "rendered" / SERVICE).unlink()
    assert verdicts(repo, {"cart": "1", "pay": "1"}, INPUTS) == [
        ("drift-interrupted", "a render was interrupted, or is running: rendered/ may mix two renders")
    ]


def test_conflict_markers_are_one_finding_a_file(repo: Path) -> None:
    file = repo / "rendered" / SERVICE
    file.write_text("<<<<<<< HEAD\nversion: 1\n=======\nversion: 2\n>>>>>>> other\n")
    assert verdicts(repo, {"cart": "1", "pay": "1"}, INPUTS) == [
        ("drift-conflict-marker", f"rendered/{SERVICE} holds conflict markers of a merge")
    ]
    record = repo / "rendered/production/index.json"
    record.write_text(record.read_text().replace('"tool":{', '<<<<<<< HEAD\n=======\n>>>>>>> other\n"tool":{'))
    assert [message.split()[0] for _, message in verdicts(repo, {"cart": "2", "pay": "1"}, CART_CHANGED)] == [
        "rendered/production/index.json",
        f"rendered/{SERVICE}",
    ]


def test_a_missing_or_damaged_index(repo: Path) -> None:
    record = repo / "rendered/production/index.json"
    record.write_text("{")
    unreadable = ("drift-stale", "rendered/production/index.json cannot be read")
    assert verdicts(repo, {"cart": "1", "pay": "1"}, INPUTS) == [unreadable]
    record.unlink()
    missing = ("drift-stale", "rendered/production/index.json is missing")
    assert verdicts(repo, {"cart": "1", "pay": "1"}, INPUTS) == [missing]
    (repo / "rendered" / SERVICE).write_text("edited: true\n")
    unknown = f"rendered/{SERVICE} is not as rendered, and production/index.json does not know it"
    assert verdicts(repo, {"cart": "1", "pay": "1"}, INPUTS) == [("drift-hand-edited", unknown)]


def test_a_forged_index_does_not_excuse_a_forged_file(repo: Path) -> None:
    forged = plan(fleet({"cart": "6", "pay": "1"}), repo, inputs=INPUTS, tool=TOOL)
    apply(forged)
    assert verdicts(repo, {"cart": "1", "pay": "1"}, INPUTS) == [
        (
            "drift-hand-edited",
            "4 files of rendered/production/shop/cart: differs from a fresh render, yet production/index.json "
            "calls it current: the index was edited as well",
        )
    ]


def test_a_tree_that_was_never_rendered(tmp_path: Path) -> None:
    found = verdicts(tmp_path, {"cart": "1"}, INPUTS)
    assert found == [
        ("drift-stale", "1 file of rendered/production/apps: was never rendered"),
        ("drift-stale", "rendered/production/root.yaml: was never rendered"),
        ("drift-stale", "4 files of rendered/production/shop/cart: was never rendered"),
    ]


def test_checking_writes_nothing(tmp_path: Path) -> None:
    check(fleet({"cart": "1"}), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_differences_are_short_and_fit_for_a_terminal() -> None:
    line, text = difference("a: 1\n", "a: 1\nb: \x1b[31mred\n")
    assert (line, text) == (2, "@@ -1 +1 @@\n a: 1\n+b: \\x1b[31mred")
    assert difference("a\n", "a")[1] == "(line ends or the end of the file differ)"
    assert difference("a\nb\n", "a\n") == (1, "@@ -1 +1 @@\n a\n-b")
    long = difference("", "".join(f"x{n}: {'y' * 300}\n" for n in range(500)))[1].splitlines()
    assert len(long) == 41 and max(map(len, long)) <= 161 and long[-1] == "... 461 more lines"
    assert difference("", "x\n" * 4000)[1] == "(4000 lines, too long to compare here)"


def test_an_edit_of_a_lone_file_is_told_by_its_name(repo: Path) -> None:
    (repo / "rendered/production/root.yaml").write_text("kind: Other\n")
    assert verdicts(repo, {"cart": "1", "pay": "1"}, INPUTS) == [
        ("drift-hand-edited", "rendered/production/root.yaml was edited by hand")
    ]


def test_inputs_of_other_environments_do_not_reach_an_index(tmp_path: Path) -> None:
    rows = Fleet((*fleet({"cart": "1"}), manifest(app("pay", "staging"), "", "Service", "pay", "x\n")))
    apply(plan(rows, tmp_path, inputs=INPUTS, tool=TOOL))
    changed = {**INPUTS, "values/services/pay/values.yaml": "9" * 64}
    found = check(rows, tmp_path, inputs=changed, tool=TOOL)
    assert [finding.path for finding in found] == ["staging/index.json"]
