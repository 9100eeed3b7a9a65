"""Windows of cron triggers, over clock changes; moments were checked against robfig/cron."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from generator.facts.cron_schedule import parse
from generator.facts.cron_windows import (
    Windows,
    firings,
    local,
    nearest_zone,
    of_trigger,
    overlap,
    windows,
    within,
    zone_problem,
)


def utc(*moments: int) -> list[str]:
    return [f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d %H:%M}" for moment in moments]


def shown(found: Windows, count: int) -> list[tuple[str, str]]:
    return [(local(begin, found.zone), local(end, found.zone)) for begin, end in found.spans[:count]]


def test_winter_and_summer_fire_at_the_same_wall_clock_time() -> None:
    found = firings(parse("0 8 28,29 3 *"), "Europe/Berlin")
    assert utc(*found) == ["2026-03-28 07:00", "2026-03-29 06:00"]


def test_a_time_that_a_clock_change_skips_does_not_fire() -> None:
    found = firings(parse("30 2 28-30 3 *"), "Europe/Berlin")
    assert utc(*found) == ["2026-03-28 01:30", "2026-03-30 00:30"]


def test_a_repeated_hour_fires_twice() -> None:
    found = firings(parse("30 2 25 10 *"), "Europe/Berlin")
    assert utc(*found) == ["2026-10-25 00:30", "2026-10-25 01:30"]


def test_a_year_and_a_month_are_simulated() -> None:
    assert len(firings(parse("0 8 * * *"), "UTC")) == 400
    assert len(firings(parse("0 8 * * 1-5"), "America/New_York")) == 286


def test_two_day_fields_are_alternatives() -> None:
    found = firings(parse("0 0 1 1 1"), "UTC")
    assert utc(*found[:3]) == ["2026-01-01 00:00", "2026-01-05 00:00", "2026-01-12 00:00"]


def test_a_window_of_a_day() -> None:
    found = windows("0 8 * * *", "0 18 * * *", "Europe/Berlin")
    assert shown(found, 1) == [("Thu 2026-01-01 08:00", "Thu 2026-01-01 18:00")]
    assert (len(found.spans), found.together, found.stretched) == (400, (), ())


def test_a_window_over_midnight() -> None:
    found = windows("0 18 * * *", "0 8 * * *", "UTC")
    assert shown(found, 1) == [("Thu 2026-01-01 18:00", "Fri 2026-01-02 08:00")]


def test_an_end_on_every_day_keeps_a_window_of_weekdays_open_at_the_weekend() -> None:
    found = windows("0 8 * * 1-5", "0 18 * * *", "UTC")
    assert ("Fri 2026-01-02 08:00", "Sun 2026-01-04 18:00") in shown(found, 3)
    assert len(found.stretched) == 114


def test_start_and_end_at_one_moment() -> None:
    found = windows("0 8 * * *", "0 8 * * 1-5", "UTC")
    assert utc(found.together[0]) == ["2026-01-01 08:00"]
    assert len(found.together) == 286


def test_firing_every_minute_stays_bounded() -> None:
    found = windows("* * * * *", "30 2 * * *", "Europe/Berlin")
    assert 30 < len(found.spans) < 60


def test_an_unreadable_expression_or_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 5 fields, found 1"):
        windows("soon", "0 8 * * *", "UTC")
    with pytest.raises(ValueError, match="no `Europe/Munich`"):
        windows("0 8 * * *", "0 9 * * *", "Europe/Munich")


def test_windows_of_a_trigger_are_none_where_something_else_is_wrong() -> None:
    good = {"start": "0 8 * * *", "end": "0 9 * * *", "timezone": "UTC"}
    assert of_trigger("cron", good) == windows("0 8 * * *", "0 9 * * *", "UTC")
    assert of_trigger("kafka", good) is None
    assert of_trigger("cron", {**good, "end": "0 8 * * *"}) is None
    assert of_trigger("cron", {**good, "timezone": "Nowhere"}) is None
    assert of_trigger("cron", {**good, "start": ""}) is None


def test_the_first_overlap_is_found_across_zones() -> None:
    berlin = windows("0 8 * * *", "0 18 * * *", "Europe/Berlin")
    new_york = windows("0 8 * * *", "0 18 * * *", "America/New_York")
    both = overlap(berlin, new_york)
    assert both is not None
    assert utc(*both) == ["2026-01-01 13:00", "2026-01-01 17:00"]


def test_windows_that_touch_do_not_overlap() -> None:
    assert overlap(windows("0 8 * * *", "0 12 * * *", "UTC"), windows("0 12 * * *", "0 18 * * *", "UTC")) is None


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("0 9 * * *", "0 11 * * *", True),
        ("0 8 * * *", "0 18 * * *", True),
        ("0 9 * * 1-5", "0 11 * * 1-5", True),
        ("0 17 * * *", "0 20 * * *", False),
        ("0 7 * * *", "0 9 * * *", False),
    ],
)
def test_a_window_lies_within_another_or_does_not(start: str, end: str, expected: bool) -> None:
    assert within(windows(start, end, "UTC"), windows("0 8 * * *", "0 18 * * *", "UTC")) is expected


@pytest.mark.parametrize("name", ["Europe/Munich", "CEST", "Europe", "../etc/passwd", "europe berlin", "a" * 300])
def test_what_the_database_does_not_have_is_no_zone(name: str) -> None:
    assert zone_problem(name) == f"the time zone database has no `{name}`"


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC", "CET", "Local", ""])
def test_zones_that_go_takes(name: str) -> None:
    assert zone_problem(name) == ""


def test_the_nearest_zone_is_suggested() -> None:
    assert nearest_zone("Europe/Berln") == "Europe/Berlin"
    assert nearest_zone("xyz") == ""
