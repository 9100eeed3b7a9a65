"""Durations of values become whole seconds."""

import pytest

from generator.duration import milliseconds, seconds


@pytest.mark.parametrize(
    ("text", "total"), [("30s", 30), ("5m", 300), ("1h30m", 5400), ("2000ms", 2), ("0s", 0), (45, 45)]
)
def test_a_duration_becomes_seconds(text: str | int, total: int) -> None:
    assert seconds(text) == total


def test_a_fraction_of_a_second_keeps_its_milliseconds() -> None:
    assert milliseconds("1s500ms") == 1500


@pytest.mark.parametrize("text", ["", "30", "s", "1.5s", "30s ", "5 m", "-1s"])
def test_text_that_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a duration"):
        seconds(text)


def test_a_fraction_of_a_second_is_refused_where_seconds_are_wanted() -> None:
    with pytest.raises(ValueError, match="whole number of seconds"):
        seconds("1500ms")
