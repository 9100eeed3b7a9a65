"""Safe fixes: the leaf a person wrote is edited, never one that only happens to be near."""

from __future__ import annotations

from typing import Any

from generator.fixes import Edited, plan
from generator.model import OMIT, App, Finding, Fix, Manifest, ObjectId, Origin, Target
from generator.yamlio.read import read, read_all
from generator.yamlio.write import Written

VALUES = '# mine\nretries:\n  to: "5xx, reset"   # often\nlimits: {cpu: 1000m, memory: 1Gi}\n'
FILE = "values/services/web/values.yaml"
ID = ObjectId("", "Service", "shop", "web")


def fleet(body: dict[str, Any], *wanted: tuple[tuple[str | int, ...], Any, Origin]) -> list[Edited]:
    """Edits of VALUES for fixes of a rendered body: path in it, new value, and the place it came from."""
    app = App("web", "shop", Target("dev", "", "shop"), {}, Origin(FILE, 1, 1))
    manifest = Manifest(ID, "v1", Written(body), "dev/shop/web/service-web.yaml", app=app)
    findings = [
        Finding("x-y", "error", "x", "rendered/dev/shop/web/service-web.yaml", origin=origin, object=str(ID),
                fix=Fix("mend it", FILE, path, value, True))
        for path, value, origin in wanted
    ]  # fmt: skip
    manifests = {("rendered/dev/shop/web/service-web.yaml", str(ID)): manifest}
    document = read(VALUES.encode(), FILE)
    return plan(findings, manifests, lambda file, line: document, lambda file: VALUES.encode())


def test_the_values_leaf_behind_a_rendered_field_is_edited() -> None:
    (edit,) = fleet({"retryOn": "5xx, reset"}, (("retryOn",), "5xx,reset", Origin(FILE, 3, 7)))
    assert edit.after.decode() == VALUES.replace('"5xx, reset"', '"5xx,reset"')
    assert len(edit.mended) == 1 and not edit.refused


def test_a_leaf_with_another_value_is_left_alone() -> None:
    (edit,) = fleet({"retryOn": "gateway-error, 5xx, reset"}, (("retryOn",), "x", Origin(FILE, 3, 7)))
    assert edit.after == edit.before
    assert [why for _, why in edit.refused] == ["the value is made from several others: change them by hand"]


def test_a_place_without_a_leaf_is_left_alone() -> None:
    (edit,) = fleet({"cpu": "1000m"}, (("cpu",), "1", Origin(FILE, 4, 1)))
    assert edit.after == edit.before and len(edit.refused) == 1


def test_two_fixes_of_one_leaf_are_one_edit() -> None:
    wanted = (("cpu",), "1", Origin(FILE, 4, 15))
    (edit,) = fleet({"cpu": "1000m"}, wanted, wanted)
    assert edit.after.decode() == VALUES.replace("cpu: 1000m", 'cpu: "1"')
    assert len(edit.mended) == 2


def test_a_fix_that_is_not_safe_edits_nothing() -> None:
    finding = Finding(
        "x-y", "error", "x", "a.yaml", origin=Origin("a.yaml", 1, 1), fix=Fix("do it", "a.yaml", ("a",), 1)
    )
    assert plan([finding], {}, lambda file, line: None, lambda file: b"") == []


MANY = "# top\na: 1\n---\n# second\nitems:\n- one\n- two  # keep\n- three\n...\n---\nb: 2\n"


def foreign(*wanted: tuple[int, tuple[str | int, ...], Any]) -> Edited:
    """The edit of MANY for fixes at a line, path and value."""
    stream = read_all(MANY.encode(), "a.yaml")
    manifest = Manifest(ID, "v1", Written({}), "a.yaml")
    findings = [
        Finding("x-y", "error", "x", "a.yaml", origin=Origin("a.yaml", line, 1), object=str(ID),
                fix=Fix("mend it", "a.yaml", path, value, True))
        for line, path, value in wanted
    ]  # fmt: skip

    def document(file: str, line: int) -> Any:
        return [d for d in stream if d.line <= line][-1]

    (edit,) = plan(findings, {("a.yaml", str(ID)): manifest}, document, lambda file: MANY.encode())
    return edit


def test_items_of_a_list_are_removed_from_the_last_to_the_first() -> None:
    edit = foreign((6, ("items", 0), OMIT), (8, ("items", 2), OMIT))
    assert edit.after.decode() == MANY.replace("- one\n", "").replace("- three\n", "")


def test_each_document_of_a_file_is_edited_by_itself() -> None:
    edit = foreign((2, ("a",), 5), (11, ("b",), 6))
    assert edit.after.decode() == MANY.replace("a: 1", "a: 5").replace("b: 2", "b: 6")
