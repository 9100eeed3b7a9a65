"""How layers fold: one case for each sentence of values/README.md."""

from __future__ import annotations

from typing import Any

import pytest

from generator.values.merge import merge

TREE = {"keys": {"triggers": {"identity": "name", "keys": {"*": {"keys": {"rows": {"identity": "id"}}}}}}}


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        pytest.param({"a": {"x": 1, "y": 2}}, {"a": {"y": 3}}, {"a": {"x": 1, "y": 3}}, id="mappings merge by key"),
        pytest.param({"a": 1}, {"a": 2}, {"a": 2}, id="a scalar replaces"),
        pytest.param({"a": 1, "b": 2}, {"a": None}, {"b": 2}, id="null removes an inherited key"),
        pytest.param({"a": {"x": 1}}, {"a": {"x": None}}, {"a": {}}, id="null removes a key below"),
        pytest.param({}, {"a": {"x": None, "y": 1}}, {"a": {"y": 1}}, id="null of nothing inherited leaves no trace"),
        pytest.param({"a": [1, 2]}, {"a": [3]}, {"a": [3]}, id="lists replace"),
        pytest.param({"a": {"x": 1}}, {"a": 5}, {"a": 5}, id="a scalar replaces a mapping"),
        pytest.param({"a": 5}, {"a": {"x": 1}}, {"a": {"x": 1}}, id="a mapping replaces a scalar"),
        pytest.param(
            {"triggers": [{"name": "a", "v": 1}, {"name": "b", "v": 2}]},
            {"triggers": [{"name": "b", "v": 3}, {"name": "c", "v": 4}]},
            {"triggers": [{"name": "a", "v": 1}, {"name": "b", "v": 3}, {"name": "c", "v": 4}]},
            id="items with an identity merge in place and new ones follow",
        ),
        pytest.param(
            {"triggers": [{"name": "a"}, {"name": "b"}]},
            {"triggers": [{"name": "a", "$remove": True}]},
            {"triggers": [{"name": "b"}]},
            id="$remove drops an item",
        ),
        pytest.param(
            {"triggers": [{"name": "a", "rows": [{"id": 1, "v": 1}]}]},
            {"triggers": [{"name": "a", "rows": [{"id": 1, "v": 2}]}]},
            {"triggers": [{"name": "a", "rows": [{"id": 1, "v": 2}]}]},
            id="identities hold inside items",
        ),
        pytest.param(
            {"triggers": [{"type": "cpu"}]},
            {"triggers": [{"type": "cpu"}]},
            {"triggers": [{"type": "cpu"}, {"type": "cpu"}]},
            id="items without the identity are added",
        ),
    ],
)
def test_merge(base: dict[str, Any], over: dict[str, Any], expected: dict[str, Any]) -> None:
    before = repr((base, over))
    assert merge(base, over, TREE) == expected
    assert repr((base, over)) == before


def test_untouched_branches_are_shared_not_copied() -> None:
    base = {"a": {"x": {"y": 1}}, "b": {"z": 1}}
    merged = merge(base, {"b": {"z": 2}})
    assert merged["a"] is base["a"]


def test_folding_is_associative_where_nothing_is_removed() -> None:
    a, b, c = {"k": {"x": 1, "l": [1]}}, {"k": {"y": 2}, "m": 1}, {"k": {"x": 3, "l": [2]}, "m": 2}
    assert merge(merge(a, b), c) == merge(a, merge(b, c)) == {"k": {"x": 3, "l": [2], "y": 2}, "m": 2}


def test_an_empty_layer_is_neutral() -> None:
    base = {"a": {"x": 1}, "b": [1]}
    assert merge(base, {}) == base
    assert merge({}, base) == base
