"""The bounds of an HPA's behavior, wherever it stands: in an HPA or in a ScaledObject.

Source: kubernetes pkg/apis/autoscaling/validation/validation.go, ValidateHorizontalPodAutoscalerBehavior.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cluster import mapping, rows
from generator.facts.fields import entries, whole
from generator.model import Path

LONGEST_WINDOW = 3600
LONGEST_PERIOD = 1800
_SELECTS = ("Max", "Min", "Disabled")
_POLICIES = ("Pods", "Percent")


def faults(behavior: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    """What the API server refuses: path below the behavior, what is wrong, how to mend it."""
    for side in ("scaleUp", "scaleDown"):
        rules = mapping(behavior, side)
        window = whole(rules, "stabilizationWindowSeconds")
        if window is not None and not 0 <= window <= LONGEST_WINDOW:
            here: Path = (side, "stabilizationWindowSeconds")
            yield here, f"{side} has a stabilization window of {window} s", f"use 0 to {LONGEST_WINDOW} seconds"
        select = rules.get("selectPolicy")
        if select is not None and select not in _SELECTS:
            yield (side, "selectPolicy"), f"{side} selects by `{select}`", "use Max, Min or Disabled"
        if "policies" in rules and not rows(rules, "policies"):
            yield (side, "policies"), f"{side} has an empty list of policies", "add a policy, or remove the list"
        for n, policy in entries(rules, "policies"):
            for path, message, fix in _policy(policy):
                yield (side, "policies", n, *path), f"{side} policy {message}", fix


def _policy(policy: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    kind = policy.get("type")
    if kind not in _POLICIES:
        yield ("type",), f"has type `{kind}`", "use Pods or Percent"
    value = whole(policy, "value")
    if value is not None and value <= 0:
        yield ("value",), f"has a value of {value}", "use 1 or more"
    period = whole(policy, "periodSeconds")
    if period is not None and not 0 < period <= LONGEST_PERIOD:
        yield ("periodSeconds",), f"has a period of {period} s", f"use 1 to {LONGEST_PERIOD} seconds"
