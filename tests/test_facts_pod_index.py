"""Pod templates by their labels: the index finds what comparing each template would find."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import pytest

from generator.facts.pod_index import PodIndex, by_namespace
from generator.facts.selector import matches


@dataclass(frozen=True)
class Pod:
    labels: dict[str, Any]
    namespace: str = "shop"


WEB, API, ODD = Pod({"app": "web", "tier": "front"}), Pod({"app": "api"}, "core"), Pod({"app": ["web"], "n": None})


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        (None, ()),
        ({}, (WEB, API, ODD)),
        ({"matchLabels": {"app": "web"}}, (WEB,)),
        ({"matchLabels": {"app": "web", "tier": "back"}}, ()),
        ({"matchLabels": {"app": ["web"]}}, (ODD,)),
        ({"matchLabels": {"gone": None}}, (WEB, API, ODD)),
        ({"matchLabels": "odd"}, (WEB, API, ODD)),
        ({"matchExpressions": [{"key": "tier", "operator": "Exists"}]}, (WEB,)),
        ({"matchLabels": {"app": "web"}, "matchExpressions": [{"key": "tier", "operator": "DoesNotExist"}]}, ()),
    ],
)
def test_what_a_selector_takes_in(selector: dict[str, Any] | None, found: tuple[Pod, ...]) -> None:
    index = PodIndex([WEB, API, ODD])
    assert index.selected(selector) == found
    assert index.selected(selector) is index.selected(selector) or selector is None


def test_it_agrees_with_comparing_every_template() -> None:
    chance = random.Random(7)

    def labels(most: int) -> dict[str, str]:
        return {f"k{chance.randrange(4)}": f"v{chance.randrange(3)}" for _ in range(chance.randrange(most))}

    pods = [Pod(labels(5)) for _ in range(60)]
    index = PodIndex(pods)
    for _ in range(300):
        selector = {"matchLabels": labels(3)}
        assert index.selected(selector) == tuple(pod for pod in pods if matches(selector, pod.labels))


def test_each_namespace_has_its_own() -> None:
    spaces = by_namespace([WEB, API])
    assert sorted(spaces) == ["core", "shop"]
    assert spaces["core"].selected({}) == (API,)
