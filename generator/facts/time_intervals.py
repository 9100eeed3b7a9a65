"""Alertmanager's time intervals: whether they are well formed, and which minutes of which days they cover.

Source: alertmanager timeinterval/timeinterval.go. A simulation runs over fixed years, never from today.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.facts.cron_windows import nearest_zone, zone_problem
from generator.facts.fields import entries, text
from generator.model import Path

DAY = 1440
WEEKDAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
MONTHS = (
    ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october")
    + ("november", "december")
)  # fmt: skip
FIRST_YEAR, YEARS = 2024, 10
"""The years a simulation runs over where an interval names none: with leap years and every weekday of each date."""

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|(24):(00)")
Span = tuple[int, int]
Fault = tuple[Path, str, str]
"""Where in the interval, what is wrong, and what to do."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One conjunction: an empty field means any. Times are minutes of the day, the end is left out."""

    times: tuple[Span, ...] = ()
    weekdays: tuple[Span, ...] = ()
    days: tuple[Span, ...] = ()
    months: tuple[Span, ...] = ()
    years: tuple[Span, ...] = ()


def read(row: Mapping[str, Any]) -> tuple[Interval, list[Fault]]:
    """One interval and what is wrong with it; parts that cannot be read are left out."""
    faults: list[Fault] = []
    times = tuple(_times(row, faults))
    weekdays = tuple(_ranges(row, "weekdays", WEEKDAYS, faults))
    months = tuple(_ranges(row, "months", MONTHS, faults, first=1))
    days = tuple(_days(row, faults))
    years = tuple(_ranges(row, "years", (), faults))
    return Interval(times, weekdays, days, months, years), faults


def _times(row: Mapping[str, Any], faults: list[Fault]) -> Iterator[Span]:
    for n, span in entries(row, "times"):
        ends = []
        for key in ("startTime", "endTime"):
            written = text(span, key)
            minute = _minute(written)
            if minute is None:
                faults.append((("times", n, key), f"`{written}` is no time of the day", "write it as HH:MM"))
            else:
                ends.append(minute)
        if len(ends) == 2 and ends[0] >= ends[1]:
            told = f"{text(span, 'startTime')} is not before {text(span, 'endTime')}"
            fix = "end the first day's part at 24:00 and begin another at 00:00 of the next weekday"
            faults.append((("times", n, "endTime"), told, fix))
        elif len(ends) == 2:
            yield ends[0], ends[1]


def _minute(written: str) -> int | None:
    match = _CLOCK.fullmatch(written)
    if match is None:
        return None
    hour, minute = [part for part in match.groups() if part is not None]
    return int(hour) * 60 + int(minute)


def _ranges(
    row: Mapping[str, Any], key: str, words: tuple[str, ...], faults: list[Fault], first: int = 0
) -> Iterator[Span]:
    found = row.get(key)
    for n, written in enumerate(found if isinstance(found, list) else ()):
        low, colon, high = str(written).partition(":")
        ends = [_number(part, words, first) for part in ((low, high) if colon else (low, low))]
        if ends[0] is None or ends[1] is None:
            wants = f"one of {', '.join(words)}" if words else "a year, or two as 2025:2027"
            faults.append(((key, n), f"`{written}` is none of the {key}", f"write {wants}"))
        elif ends[0] > ends[1]:
            faults.append(((key, n), f"`{written}` ends before it begins", "write two ranges"))
        else:
            yield ends[0], ends[1]


def _number(written: str, words: tuple[str, ...], first: int) -> int | None:
    word = written.strip().lower()
    if word in words:
        return words.index(word) + first
    if not word.isdigit() or len(word) > 4:
        return None
    number = int(word)
    if words and not (first and 1 <= number <= len(words)):
        return None
    return number


def _days(row: Mapping[str, Any], faults: list[Fault]) -> Iterator[Span]:
    found = row.get("daysOfMonth")
    for n, span in enumerate(found if isinstance(found, list) else ()):
        start, end = _day_ends(span)
        path: Path = ("daysOfMonth", n)
        if isinstance(span, Mapping) and any(isinstance(d, int) and not -31 <= d <= 31 for d in (start, end)):
            path = (*path, "start" if isinstance(start, int) and not -31 <= start <= 31 else "end")
        if start is None or end is None or not (-31 <= start <= 31 and -31 <= end <= 31) or 0 in (start, end):
            faults.append(
                (path, "a day of the month lies between 1 and 31, or -31 and -1 from the end", "mend the day")
            )
        elif start < 0 < end:
            faults.append((path, "the range counts its start from the end of the month, its end from the beginning",
                           "count both the same way"))  # fmt: skip
        elif start > end and not end < 0 < start:
            faults.append((path, f"day {start} comes after day {end}", "turn the range round"))
        else:
            yield start, end


def _day_ends(span: Any) -> tuple[int | None, int | None]:
    if isinstance(span, Mapping):
        start = span.get("start")
        end = span.get("end", start)
        return (start if isinstance(start, int) else None), (end if isinstance(end, int) else None)
    low, colon, high = str(span).partition(":")
    try:
        return int(low), int(high if colon else low)
    except ValueError:
        return None, None


@lru_cache(maxsize=512)
def covered(intervals: tuple[Interval, ...], day: datetime.date) -> tuple[Span, ...]:
    """The minutes of a day that any of the intervals covers, joined and sorted."""
    spans: list[Span] = []
    for interval in intervals:
        if _on(interval, day):
            spans += interval.times or ((0, DAY),)
    return joined(spans)


def _on(interval: Interval, day: datetime.date) -> bool:
    weekday = (day.weekday() + 1) % 7
    return (
        _within(weekday, interval.weekdays)
        and _within(day.month, interval.months)
        and _within(day.year, interval.years)
        and _within_month(day, interval.days)
    )


def _within(value: int, spans: tuple[Span, ...]) -> bool:
    return not spans or any(low <= value <= high for low, high in spans)


def _within_month(day: datetime.date, spans: tuple[Span, ...]) -> bool:
    last = (day.replace(day=28) + datetime.timedelta(days=4)).replace(day=1) - datetime.timedelta(days=1)
    for low, high in spans:
        start, end = (bound if bound > 0 else last.day + bound + 1 for bound in (low, high))
        if max(start, 1) <= day.day <= end:
            return True
    return not spans


def joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that touch made one."""
    found: list[Span] = []
    for low, high in sorted(spans):
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)


def days(intervals: Iterable[Interval]) -> Iterator[datetime.date]:
    """Every day of the years the intervals name, of ten fixed ones where they name none."""
    named = {year for i in intervals for low, high in i.years for year in range(low, min(high, low + YEARS) + 1)}
    years = sorted(year for year in named if year > 0) or range(FIRST_YEAR, FIRST_YEAR + YEARS)
    for year in years:
        day = datetime.date(year, 1, 1)
        while day.year == year:
            yield day
            if day == datetime.date.max:
                return
            day += datetime.timedelta(days=1)


@lru_cache(maxsize=256)
def ever(intervals: tuple[Interval, ...]) -> bool:
    """Whether there is any minute that the intervals cover."""
    return any(covered(intervals, day) for day in days(intervals))


@lru_cache(maxsize=256)
def always(intervals: tuple[Interval, ...]) -> bool:
    """Whether the intervals cover every minute of every day."""
    if any(interval.years for interval in intervals):
        return False
    return bool(intervals) and all(covered(intervals, day) == ((0, DAY),) for day in days(intervals))


@lru_cache(maxsize=256)
def outside(active: tuple[Interval, ...], muted: tuple[Interval, ...]) -> bool:
    """Whether some minute is covered by the first and not by the second."""
    for day in days(active):
        shut = covered(muted, day)
        for low, high in covered(active, day):
            if not any(start <= low and high <= end for start, end in shut):
                return True
    return False


def zone_fault(row: Mapping[str, Any]) -> list[Fault]:
    """What is wrong with the zone an interval is meant in."""
    name = text(row, "location")
    told = zone_problem(name)
    if not told:
        return []
    near = nearest_zone(name)
    return [(("location",), told, f"use {near}" if near else "use a name such as Europe/Berlin")]
