"""Durations as Go writes them."""

from __future__ import annotations

import pytest

from generator.facts.durations import MILLISECOND, SECOND, nanoseconds, seconds_text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", 0),
        ("0s", 0),
        ("500us", 500_000),
        ("1ms", MILLISECOND),
        ("1.5s", 1500 * MILLISECOND),
        (".5s", 500 * MILLISECOND),
        ("1h30m", 5400 * SECOND),
        ("-2s", -2 * SECOND),
        ("30", None),
        ("1d", None),
        ("5 s", None),
        ("s", None),
        ("", None),
        (30, None),
        (None, None),
    ],
)
def test_a_duration_is_read_as_go_reads_it(text: object, expected: int | None) -> None:
    assert nanoseconds(text) == expected


def test_durations_are_told_in_seconds_and_short_ones_in_milliseconds() -> None:
    assert seconds_text(40_075 * MILLISECOND) == "40.075s"
    assert seconds_text(250 * MILLISECOND) == "250ms"
    assert seconds_text(0) == "0s"
