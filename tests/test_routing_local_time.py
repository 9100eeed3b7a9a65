"""Hours of a time zone as UTC hours: compared with the time zone database, day by day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from generator.components.routing.local_time import DAYS, ZONES, minutes, utc_intervals

MONTHS = ["january", "february", "march", "april", "may", "june"]
MONTHS += ["july", "august", "september", "october", "november", "december"]


def covers(ranges: Sequence[str], names: Sequence[str], index: int) -> bool:
    ends = [(r.split(":")[0], r.split(":")[-1]) for r in ranges]
    return any(names.index(a) <= index <= names.index(b) for a, b in ends)


def active(intervals: Sequence[dict[str, Any]], moment: datetime) -> bool:
    """Whether Alertmanager takes a UTC moment to lie in one of the intervals."""

    def inside(interval: dict[str, Any]) -> bool:
        minute = moment.hour * 60 + moment.minute
        days = interval.get("daysOfMonth", [{"start": 1, "end": 31}])
        return (
            any(minutes(t["startTime"]) <= minute < minutes(t["endTime"]) for t in interval["times"])
            and ("weekdays" not in interval or covers(interval["weekdays"], DAYS, moment.isoweekday() % 7))
            and ("months" not in interval or covers(interval["months"], MONTHS, moment.month - 1))
            and any(d["start"] <= moment.day <= d["end"] for d in days)
        )

    return any(inside(interval) for interval in intervals)


def zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:
        pytest.skip("this machine has no time zone database")


def expected(day: date, weekday: str, start: int, end: int, local: datetime) -> bool:
    inside = start <= local.hour * 60 + local.minute < end
    return local.date() == day and DAYS[day.isoweekday() % 7] == weekday and inside


@pytest.mark.parametrize("location", sorted(ZONES))
@pytest.mark.parametrize(
    ("weekday", "start", "end"), [("sunday", 120, 240), ("wednesday", 0, 90), ("saturday", 1380, 1440)]
)
def test_a_window_on_one_day_is_exact_in_every_week(location: str, weekday: str, start: int, end: int) -> None:
    intervals, tz = utc_intervals([weekday], start, end, location), zone(location)
    day = next(d for d in (date(2025, 1, 1) + timedelta(n) for n in range(7)) if DAYS[d.isoweekday() % 7] == weekday)
    wrong = []
    while day < date(2029, 1, 1):
        midnight = datetime(day.year, day.month, day.day, tzinfo=tz)
        if midnight.utcoffset() == (midnight + timedelta(days=1)).utcoffset():  # not the day of a change
            for minute in (start - 1, start, end - 1, end):
                moment = (midnight + timedelta(minutes=minute)).astimezone(UTC)
                if active(intervals, moment) != (start <= minute < end):
                    wrong.append(f"{day} {minute}")
        day += timedelta(days=7)
    # Saturday's end is Sunday's midnight: after a change there the next minute is another hour's.
    assert [row for row in wrong if not (end == 1440 and row.endswith(" 1440"))] == []


def test_business_hours_are_right_on_all_but_a_few_days_of_a_change() -> None:
    days, tz = ["monday", "tuesday", "wednesday", "thursday", "friday"], zone("America/Los_Angeles")
    intervals = utc_intervals(days, 540, 1020, "America/Los_Angeles")
    wrong = 0
    for number in range(4 * 365):
        local = datetime(2025, 1, 1, 9, 30, tzinfo=tz) + timedelta(days=number)
        wrong += active(intervals, local.astimezone(UTC)) != (DAYS[local.isoweekday() % 7] in days)
    assert wrong <= 4 * 5
    assert len(intervals) == 9


def test_hours_without_a_change_are_one_interval_for_each_utc_day() -> None:
    assert utc_intervals(DAYS, 0, 30, "UTC") == [{"times": [{"startTime": "00:00", "endTime": "00:30"}]}]
    assert utc_intervals(["monday"], 0, 600, "Asia/Tokyo") == [
        {"times": [{"startTime": "15:00", "endTime": "24:00"}], "weekdays": ["sunday"]},
        {"times": [{"startTime": "00:00", "endTime": "01:00"}], "weekdays": ["monday"]},
    ]


def test_ranges_are_joined_and_do_not_run_over_the_end_of_the_week() -> None:
    found = utc_intervals(["friday", "saturday", "sunday"], 1320, 1380, "America/Phoenix")
    assert found == [
        {"times": [{"startTime": "05:00", "endTime": "06:00"}], "weekdays": ["sunday:monday", "saturday"]},
    ]
