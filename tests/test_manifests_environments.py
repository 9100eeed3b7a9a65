"""Hand-written trees that hold one set of objects for several clusters."""

from __future__ import annotations

import pytest

from generator.manifests.environments import environments, split
from generator.model import Manifest, ObjectId


class Nothing:
    body: dict[str, str] = {}
    text = ""


def manifest(path: str, name: str) -> Manifest:
    return Manifest(ObjectId("apps", "Deployment", "shop", name), "v1", Nothing(), path)


def tree(*rows: str) -> list[Manifest]:
    """Each row is a path whose file name is the object's name."""
    return [manifest(row, row.rpartition("/")[2].removesuffix(".yaml")) for row in rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        pytest.param(
            [f"rendered/{env}/shop/{name}.yaml" for env in ("dev", "prod") for name in "abc"],
            ["rendered/dev", "rendered/prod"],
            id="two folders with the same objects",
        ),
        pytest.param(
            [f"{env}/{name}.yaml" for env in ("dev", "eu", "us") for name in "abcd"] + ["eu/x.yaml"],
            ["dev", "eu", "us"],
            id="three, one with more",
        ),
        pytest.param(["apps/one/a.yaml", "apps/two/a.yaml"], [], id="one object with two owners is a mistake"),
        pytest.param(
            ["one/a.yaml", "two/a.yaml", *(f"{f}/{f}{n}.yaml" for f in ("one", "two") for n in range(9))],
            [],
            id="few twins among many objects are mistakes",
        ),
        pytest.param([f"all/{name}.yaml" for name in "abc"], [], id="one folder"),
    ],
)
def test_folders_that_repeat_each_other_are_environments(rows: list[str], expected: list[str]) -> None:
    assert environments(tree(*rows)) == expected


def test_each_environment_keeps_the_settings_of_its_tree() -> None:
    rows = [f"{env}/{name}.yaml" for env in ("dev", "prod") for name in "abc"] + ["common.yaml"]
    manifests, scenes = split(tree(*rows), {"": {"products": {"kubernetes": "1.33"}}})
    assert [m.environment for m in manifests] == ["dev"] * 3 + ["prod"] * 3 + [""]
    assert [(s.environment, s.settings) for s in scenes] == [
        ("", {"products": {"kubernetes": "1.33"}}),
        ("dev", {"products": {"kubernetes": "1.33"}}),
        ("prod", {"products": {"kubernetes": "1.33"}}),
    ]
