"""Alertmanager's time intervals: faults, and the minutes they cover."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from generator.facts.time_intervals import DAY, Interval, always, covered, ever, joined, outside, read, zone_fault


@pytest.mark.parametrize(
    ("row", "where", "told"),
    [
        ({"times": [{"startTime": "17:00", "endTime": "09:00"}]}, ("times", 0, "endTime"), "17:00 is not before 09:00"),
        ({"times": [{"startTime": "24:30", "endTime": "24:00"}]}, ("times", 0, "startTime"),
         "`24:30` is no time of the day"),
        ({"times": [{"startTime": "9:00", "endTime": "24:00"}]}, ("times", 0, "startTime"),
         "`9:00` is no time of the day"),
        ({"weekdays": ["friday:monday"]}, ("weekdays", 0), "`friday:monday` ends before it begins"),
        ({"weekdays": ["monday", "fryday"]}, ("weekdays", 1), "`fryday` is none of the weekdays"),
        ({"months": ["13"]}, ("months", 0), "`13` is none of the months"),
        ({"years": ["2027:2025"]}, ("years", 0), "`2027:2025` ends before it begins"),
        ({"daysOfMonth": [{"start": 0, "end": 5}]}, ("daysOfMonth", 0),
         "a day of the month lies between 1 and 31, or -31 and -1 from the end"),
        ({"daysOfMonth": [{"start": -3, "end": 5}]}, ("daysOfMonth", 0),
         "the range counts its start from the end of the month, its end from the beginning"),
        ({"daysOfMonth": [{"start": 9, "end": 5}]}, ("daysOfMonth", 0), "day 9 comes after day 5"),
        ({"daysOfMonth": ["x"]}, ("daysOfMonth", 0),
         "a day of the month lies between 1 and 31, or -31 and -1 from the end"),
    ],
)  # fmt: skip
def test_faults(row: dict[str, Any], where: tuple[object, ...], told: str) -> None:
    assert [(path, message) for path, message, _ in read(row)[1]] == [(where, told)]


def test_what_is_well_formed_is_read() -> None:
    row = {
        "times": [{"startTime": "00:00", "endTime": "24:00"}],
        "weekdays": ["Monday:friday"],
        "daysOfMonth": [{"start": 1, "end": -1}, "-7:-1"],
        "months": ["january:march", "12"],
        "years": ["2025:2027"],
    }
    made = Interval(((0, DAY),), ((1, 5),), ((1, -1), (-7, -1)), ((1, 3), (12, 12)), ((2025, 2027),))
    assert read(row) == (made, [])


def test_a_zone_is_looked_up() -> None:
    assert zone_fault({"location": "Europe/Berlin"}) == zone_fault({}) == []
    assert zone_fault({"location": "Europe/Berln"}) == [
        (("location",), "the time zone database has no `Europe/Berln`", "use Europe/Berlin")
    ]


def test_the_minutes_of_a_day() -> None:
    nights = (Interval(((1320, DAY),)), Interval(((0, 360),)), Interval(((300, 420),)))
    assert covered(nights, datetime.date(2024, 5, 1)) == ((0, 420), (1320, DAY))
    weekend = (Interval(weekdays=((6, 6), (0, 0))),)
    assert covered(weekend, datetime.date(2024, 6, 1)) == ((0, DAY),)  # a Saturday
    assert covered(weekend, datetime.date(2024, 6, 3)) == ()
    last = (Interval(days=((-1, -1),)),)
    assert covered(last, datetime.date(2024, 2, 29)) == ((0, DAY),)
    assert covered(last, datetime.date(2023, 2, 28)) == ((0, DAY),)
    assert joined([(5, 9), (0, 5), (20, 30), (25, 26)]) == ((0, 9), (20, 30))


@pytest.mark.parametrize(
    ("interval", "answer"),
    [
        (Interval(days=((30, 31),), months=((2, 2),)), False),
        (Interval(days=((29, 29),), months=((2, 2),)), True),
        (Interval(days=((29, 29),), months=((2, 2),), years=((2025, 2027),)), False),
        (Interval(days=((31, 31),), months=((4, 4),)), False),
        (Interval(years=((2020, 2020),)), True),
    ],
)
def test_whether_an_interval_has_a_minute(interval: Interval, answer: bool) -> None:
    assert ever((interval,)) is answer


def test_all_of_the_time_and_what_remains() -> None:
    halves = (Interval(((0, 720),)), Interval(((720, DAY),)))
    assert always(halves)
    assert not always(halves[:1])
    assert not always((Interval(weekdays=((1, 6),)),))
    assert not always((Interval(years=((2024, 2033),)),))
    work = (Interval(((540, 1020),), ((1, 5),)),)
    assert not outside(work, (Interval(weekdays=((1, 5),)),))
    assert outside(work, (Interval(weekdays=((1, 4),)),))
