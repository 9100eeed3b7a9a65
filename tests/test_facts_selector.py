"""Label selectors: a conjunction, and nothing that a broken one could crash."""

from __future__ import annotations

from typing import Any

import pytest

from generator.facts.selector import matches

LABELS = {"app": "web", "tier": "a"}


@pytest.mark.parametrize(
    ("selector", "taken"),
    [
        (None, False),
        ({}, True),
        ({"matchLabels": {"app": "web"}}, True),
        ({"matchLabels": {"app": "web", "tier": "b"}}, False),
        ({"matchExpressions": [{"key": "tier", "operator": "In", "values": ["a", "b"]}]}, True),
        ({"matchExpressions": [{"key": "tier", "operator": "NotIn", "values": ["a"]}]}, False),
        ({"matchExpressions": [{"key": "zone", "operator": "NotIn", "values": ["a"]}]}, True),
        ({"matchExpressions": [{"key": "app", "operator": "Exists"}]}, True),
        ({"matchExpressions": [{"key": "app", "operator": "DoesNotExist"}]}, False),
        ({"matchExpressions": [{"key": "app", "operator": "Near"}]}, False),
    ],
)
def test_a_selector_takes_in_labels(selector: dict[str, Any] | None, taken: bool) -> None:
    assert matches(selector, LABELS) is taken


@pytest.mark.parametrize("broken", [True, 5, "a", {"a": 1}])
def test_parts_of_another_type_do_not_count(broken: Any) -> None:
    assert matches({"matchLabels": broken if not isinstance(broken, dict) else 5, "matchExpressions": broken}, LABELS)
    assert not matches({"matchExpressions": [{"key": "app", "operator": "In", "values": broken}]}, LABELS)
