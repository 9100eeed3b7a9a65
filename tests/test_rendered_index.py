"""The index: one line a file, the same bytes for the same facts, readable even in the middle of a merge."""

from __future__ import annotations

import json
import random
import subprocess
from pathlib import Path

import pytest

from generator.model import ObjectId
from generator.rendered.apply import apply
from generator.rendered.index import Entry, Index, Owned, has_markers, owned, read, write
from generator.rendered.plan import plan
from tests.rendered_trees import contents, fleet

INDEX = Index(
    {"schemas": "s1", "argosy": "0.1.0"},
    {"values/fleet.yaml": "aa"},
    {"shop/cart": ("values/defaults.yaml", "values/services/cart/values.yaml")},
    {
        "shop/cart/service-cart.yaml": (Entry("bb", 12, ObjectId("", "Service", "shop", "cart")),),
        "root.yaml": (Entry("cc", 3, ObjectId("argoproj.io", "Application", "argocd", 'r"\u00e9\n')),),
    },
)
TEXT = r"""{"format":1,"environment":"production",
"tool":{
"argosy":"0.1.0",
"schemas":"s1"
},
"inputs":{
"values/fleet.yaml":"aa"
},
"apps":{
"shop/cart":["values/defaults.yaml","values/services/cart/values.yaml"]
},
"files":{
"root.yaml":["cc",3,"argoproj.io","Application","argocd","r\"\u00e9\n"],
"shop/cart/service-cart.yaml":["bb",12,"","Service","shop","cart"]
}}
"""


def test_the_text_is_sorted_json_with_one_line_a_fact() -> None:
    assert write("production", INDEX) == TEXT
    assert json.loads(TEXT)["environment"] == "production"


def test_what_is_written_is_what_is_read() -> None:
    assert read(TEXT) == INDEX
    assert read(write("x", Index())) == Index()


def test_the_same_facts_in_another_order_give_the_same_bytes() -> None:
    turned = Index(*(dict(reversed(part.items())) for part in (INDEX.tool, INDEX.inputs, INDEX.apps, INDEX.files)))
    assert write("production", turned) == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "null",
        '{"format":2}',
        TEXT[: len(TEXT) // 2],
        TEXT.replace("12", '"12"'),
        '{"format":1,"files":[]}',
        '{"format":1,"files":{"a":["x",1]}}',
        '{"format":1,"apps":{"a":1}}',
        "[" * 100_000,
    ],
)
def test_a_damaged_index_says_nothing_and_is_no_crash(text: str) -> None:
    assert read(text) == Index(damaged=True)


def test_random_damage_is_never_a_crash() -> None:
    rng = random.Random(5)
    for _ in range(2000):
        text = list(TEXT)
        for _ in range(rng.randint(1, 4)):
            text[rng.randrange(len(text))] = rng.choice(' "{}[],:x0\n')
        assert isinstance(read("".join(text)), Index)


def test_identities_of_another_commit_are_read_from_its_text() -> None:
    assert owned("production", TEXT)[1] == Owned(
        "production", "production/shop/cart", ObjectId("", "Service", "shop", "cart")
    )


def test_markers_are_told_from_rows_of_equals_signs() -> None:
    assert has_markers("a\n<<<<<<< HEAD\nb\n=======\nc\n>>>>>>> other\n")
    assert not has_markers("title\n=======\n")
    assert not has_markers("echo '<<<<<<< x'\n")


def git(root: Path, *words: str, check: bool = True) -> str:
    command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *words]
    return subprocess.run(command, cwd=root, check=check, capture_output=True, text=True).stdout


def test_branches_that_change_different_apps_merge_without_a_conflict(tmp_path: Path) -> None:
    apps = {f"app{n}": "1" for n in range(8)}
    git(tmp_path, "init", "-q", "-b", "main")
    render(tmp_path, apps)
    git(tmp_path, "checkout", "-q", "-b", "other")
    render(tmp_path, {**apps, "app6": "2"})
    git(tmp_path, "checkout", "-q", "main")
    render(tmp_path, {**apps, "app1": "2"})
    git(tmp_path, "merge", "-q", "other", "-m", "merge")
    assert plan(fleet({**apps, "app1": "2", "app6": "2"}), tmp_path).empty
    assert git(tmp_path, "status", "--porcelain") == ""


def test_a_conflict_is_resolved_by_rendering_without_any_question(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    render(tmp_path, {"cart": "1", "pay": "1"})
    git(tmp_path, "checkout", "-q", "-b", "other")
    render(tmp_path, {"cart": "2", "pay": "1"})
    git(tmp_path, "checkout", "-q", "main")
    render(tmp_path, {"cart": "3", "pay": "1"})
    git(tmp_path, "merge", "-q", "other", check=False)
    made = plan(fleet({"cart": "4", "pay": "1"}), tmp_path)
    assert len(made.conflicted) == 5 and made.edited == () and made.deletions.gone == ()
    apply(made)
    assert plan(fleet({"cart": "4", "pay": "1"}), tmp_path).empty
    assert not any(b"<<<<" in content for content in contents(tmp_path).values())


def render(root: Path, apps: dict[str, str]) -> None:
    apply(plan(fleet(apps), root))
    git(root, "add", "-A")
    git(root, "commit", "-qm", "render")
