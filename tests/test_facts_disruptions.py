"""The disruption controller's arithmetic."""

from __future__ import annotations

from typing import Any

import pytest

from generator.facts.disruptions import allowed, amount, share


@pytest.mark.parametrize(
    ("spec", "pods", "may_go"),
    [
        ({"minAvailable": 1}, 1, 0),
        ({"minAvailable": 1}, 2, 1),
        ({"minAvailable": 5}, 2, 0),
        ({"minAvailable": "51%"}, 2, 0),
        ({"minAvailable": "50%"}, 3, 1),
        ({"minAvailable": "50%"}, 2, 1),
        ({"minAvailable": "100%"}, 9, 0),
        ({"maxUnavailable": "1%"}, 1, 1),
        ({"maxUnavailable": "34%"}, 3, 2),
        ({"maxUnavailable": 0}, 3, 0),
        ({"maxUnavailable": 5}, 3, 3),
        ({}, 3, 0),
        ({"minAvailable": "many"}, 3, None),
    ],
)
def test_both_percentages_round_up(spec: dict[str, Any], pods: int, may_go: int | None) -> None:
    assert allowed(spec, pods) == may_go


@pytest.mark.parametrize(
    ("value", "read"),
    [(3, (3, False)), ("25%", (25, True)), (-1, None), (True, None), ("3", None), ("1.5%", None), (None, None)],
)
def test_an_amount_is_a_number_or_a_percentage(value: Any, read: tuple[int, bool] | None) -> None:
    assert amount(value) == read


def test_a_rollout_rounds_its_surge_up_and_its_outage_down() -> None:
    assert share("25%", 3, up=True) == 1
    assert share("25%", 3, up=False) == 0
