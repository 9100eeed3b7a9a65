"""What values/README.md says about merging is what merging does, and the files it names are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from generator.build import shapes
from generator.values.merge import merge

ROOT = Path(__file__).parent.parent
README = (ROOT / "values/README.md").read_text(encoding="utf-8")


def merge_rows() -> list[tuple[str, str, str, str]]:
    section = README.split("## How a stronger layer meets a weaker one")[1].split("\n## ")[0]
    rows = re.findall(r"^\| (.+?) \| `(.+)` \| `(.+)` \| `(.+)` \|$", section, re.MULTILINE)
    return [(case, weaker, stronger, result) for case, weaker, stronger, result in rows]


@pytest.mark.parametrize(("case", "weaker", "stronger", "result"), merge_rows())
def test_merge_example_is_true(case: str, weaker: str, stronger: str, result: str) -> None:
    identities = shapes()["service"].identities
    assert merge(yaml.safe_load(weaker), yaml.safe_load(stronger), identities) == yaml.safe_load(result), case


def test_every_case_of_merging_has_an_example() -> None:
    assert len(merge_rows()) == 7


def identity_lists(tree: object, at: str = "") -> set[str]:
    """The keys of lists that merge by an identity, without their parents."""
    found: set[str] = set()
    if isinstance(tree, dict):
        if tree.get("identity"):
            found.add(at)
        for key, below in (tree.get("keys") or {}).items():
            found |= identity_lists(below, at if key == "*" else key)
    return found


def test_every_list_with_an_identity_is_named() -> None:
    said = README.split("The lists with an identity are")[1].split("written out, as in")[0]
    known = set().union(*(identity_lists(shapes()[scope].identities) for scope in ("service", "domain", "platform")))
    assert {name for name in known if f"{name}`" not in said} == set()


def fact_rows() -> list[tuple[str, str, str]]:
    section = README.split("## Where each fact of the platform stands")[1]
    rows = [line.strip("|").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    return [(fact, value, rendered) for fact, value, rendered in rows if fact.strip() != "fact"]


def expanded(name: str) -> list[str]:
    """The names that braces stand for, as globs."""
    found = re.fullmatch(r"(.*?)\{([^}]+)\}(.*)", name)
    if not found:
        return [re.sub(r"<[^>]+>", "*", name)]
    return [one for part in found[2].split(",") for one in expanded(found[1] + part + found[3])]


@pytest.mark.parametrize(("fact", "value", "rendered"), fact_rows())
def test_every_fact_names_files_that_exist(fact: str, value: str, rendered: str) -> None:
    for quoted in re.findall(r"`([^`]+)`", value):
        for name in expanded(quoted.partition(":")[0]):
            assert not name.endswith(".yaml") or list((ROOT / "values").glob(name)), name
    for quoted in re.findall(r"`([^`]+)`", rendered):
        for name in expanded(quoted):
            inside = name.removeprefix("../") if name.startswith("../") else f"production/{name}"
            assert "(off)" in fact or list((ROOT / "rendered").glob(inside.rstrip("/"))), name


def test_every_fact_of_the_table_names_a_value_or_the_generator() -> None:
    assert len(fact_rows()) >= 50
    for fact, value, _ in fact_rows():
        assert re.search(r"`[^`]+\.yaml|^ ?the (generator|schema)", value), fact
