"""Bounds of scaling behaviour, as the API server holds them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.facts.scaling_behavior import faults


@pytest.mark.parametrize(
    ("side", "told"),
    [
        ({"stabilizationWindowSeconds": 3600}, []),
        ({"stabilizationWindowSeconds": 3601}, ["scaleDown has a stabilization window of 3601 s"]),
        ({"stabilizationWindowSeconds": -1}, ["scaleDown has a stabilization window of -1 s"]),
        ({"selectPolicy": "max"}, ["scaleDown selects by `max`"]),
        ({"policies": []}, ["scaleDown has an empty list of policies"]),
        ({"policies": [{"type": "Pods", "value": 1, "periodSeconds": 1800}]}, []),
        (
            {"policies": [{"type": "Pod", "value": 0, "periodSeconds": 0}]},
            [
                "scaleDown policy has type `Pod`",
                "scaleDown policy has a value of 0",
                "scaleDown policy has a period of 0 s",
            ],
        ),
        ({"policies": "all"}, ["scaleDown has an empty list of policies"]),
        ("fast", []),
    ],
)
def test_what_the_api_server_refuses(side: Any, told: list[str]) -> None:
    assert [message for _, message, _ in faults({"scaleDown": side})] == told


def test_a_fault_leads_to_its_place() -> None:
    behavior = {"scaleUp": {"policies": [{"type": "Pods", "value": 1}, {"type": "Percent", "value": -5}]}}
    assert [path for path, _, _ in faults(behavior)] == [("scaleUp", "policies", 1, "value")]
