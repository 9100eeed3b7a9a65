"""Sync windows, simulated."""

from __future__ import annotations

from typing import Any

import pytest

from generator.facts.sync_windows import Window, free, go_duration, merged, window


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("1h30m", 5400.0), ("90s", 90.0), ("1.5h", 5400.0), ("0", 0.0), ("250ms", 0.25), ("-1m", -60.0), ("1d", None),
     ("10", None), ("", None), ("1h 5m", None), ("h", None)],
)  # fmt: skip
def test_durations_are_read_as_go_reads_them(written: str, seconds: float | None) -> None:
    assert go_duration(written) == seconds


def row(kind: str, schedule: str, duration: str, zone: str = "") -> dict[str, Any]:
    return {"kind": kind, "schedule": schedule, "duration": duration, "timeZone": zone}


def windows(*rows: dict[str, Any]) -> list[Window]:
    found = [window(each) for each in rows]
    assert None not in found
    return [each for each in found if each is not None]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("allow", "0 22 * * *", "1h")], True),
        ([row("deny", "0 * * * *", "1h")], False),
        ([row("deny", "0 * * * *", "59m")], True),
        ([row("deny", "0 0 * * 1-5", "24h")], True),
        ([row("allow", "0 22 * * *", "1h"), row("deny", "0 21 * * *", "3h")], False),
        ([row("allow", "0 22 * * *", "3h"), row("deny", "0 21 * * *", "3h")], True),
        # 22:00 in Berlin is 21:00 in winter and 20:00 in summer.
        ([row("allow", "0 22 * * *", "1h", "Europe/Berlin"), row("deny", "0 20 * * *", "2h")], False),
        ([row("allow", "0 22 * * *", "1h", "Europe/Berlin"), row("deny", "0 21 * * *", "1h")], True),
    ],
)
def test_a_deny_window_wins_over_an_allow_window(rows: list[dict[str, Any]], expected: bool) -> None:
    assert free(windows(*rows)) is expected


def test_what_argo_cd_cannot_read_is_no_window() -> None:
    assert window(row("block", "0 22 * * *", "1h")) is None
    assert window(row("allow", "* *", "1h")) is None
    assert window(row("allow", "0 22 * * *", "1d")) is None


def test_overlapping_times_are_one() -> None:
    assert merged([(5, 9), (1, 3), (3, 4), (8, 12)]) == ((1, 4), (5, 12))
