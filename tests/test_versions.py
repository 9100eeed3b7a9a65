"""Releases of products compare as numbers."""

import pytest

from generator.versions import NEWEST, release


@pytest.mark.parametrize(("text", "numbers"), [("1.33", (1, 33)), ("2.17.2", (2, 17)), ("v1.9", (1, 9))])
def test_a_release_is_two_numbers(text: str, numbers: tuple[int, int]) -> None:
    assert release({"products": {"keda": text}}, "keda") == numbers


@pytest.mark.parametrize("settings", [{}, {"products": {}}, {"products": {"keda": "main"}}, {"products": None}])
def test_an_unnamed_release_is_the_newest(settings: dict[str, object]) -> None:
    assert release(settings, "keda") == NEWEST > (1, 99)
