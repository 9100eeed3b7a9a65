"""Cron expressions as KEDA and Argo CD read them: five fields, robfig/cron's grammar.

Differs from crontab(5): Sunday is 0 alone, `?` is `*`, `N/step` runs to the end of the field, `*/1` keeps the star but
`*/2` loses it, names stand at either end of a range, no @daily, no L, W or #.
Source: github.com/robfig/cron v3 parser.go and spec.go; kedacore/keda pkg/scalers/cron_scaler.go (its ParseOptions).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

REFERENCE = date(2026, 1, 1)
"""Where simulations begin: fixed, so that a verdict never depends on the day it is given."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_NAMES = {
    "month": {name: n for n, name in enumerate(_MONTHS, 1)},
    "day of week": {name: n for n, name in enumerate(_WEEKDAYS)},
}
_FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day of month", 1, 31), ("month", 1, 12), ("day of week", 0, 6))
_YEARS = 5


@dataclass(frozen=True)
class Schedule:
    """A parsed expression. A starred day field does not restrict; two that restrict are alternatives."""

    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: tuple[int, ...]
    months: tuple[int, ...]
    weekdays: tuple[int, ...]
    any_day: bool
    any_weekday: bool
    zone: str = ""

    @property
    def calendar(self) -> str:
        """The three day fields in the form crontab(5) reads alike."""
        days = "*" if self.any_day else _listed(self.days)
        weekdays = "*" if self.any_weekday else _listed(self.weekdays)
        return f"{days} {_listed(self.months)} {weekdays}"

    @property
    def times(self) -> tuple[tuple[int, int], ...]:
        """The hours and minutes of a day on which it fires."""
        return tuple((hour, minute) for hour in self.hours for minute in self.minutes)


def _listed(numbers: tuple[int, ...]) -> str:
    return ",".join(map(str, numbers))


@lru_cache(maxsize=1024)
def parse(text: str) -> Schedule:
    """A cron expression. Raises ValueError with what is wrong."""
    zone = ""
    if text.startswith(("TZ=", "CRON_TZ=")):
        zone, _, text = text.partition("=")[2].partition(" ")
    if text.strip().startswith("@"):
        raise ValueError(f"`{text.strip()}` is a descriptor, and only five fields are read")
    fields = text.split()
    if len(fields) != len(_FIELDS):
        hint = ": there is none for seconds" if len(fields) == 6 else ""
        raise ValueError(f"expected 5 fields, found {len(fields)}{hint}")
    parsed = [_field(field, *bounds) for field, bounds in zip(fields, _FIELDS, strict=True)]
    (minutes, _), (hours, _), (days, any_day), (months, _), (weekdays, any_weekday) = parsed
    return Schedule(minutes, hours, days, months, weekdays, any_day, any_weekday, zone)


def problem(text: str) -> str:
    """What is wrong with a cron expression, "" when nothing is."""
    try:
        parse(text)
    except ValueError as error:
        return str(error)
    return ""


def _field(text: str, name: str, low: int, high: int) -> tuple[tuple[int, ...], bool]:
    """The numbers a field allows, and whether it counts as a star."""
    allowed: set[int] = set()
    starred = False
    for part in filter(None, text.split(",")):
        numbers, star = _range(part, name, low, high)
        allowed.update(numbers)
        starred = starred or star
    return tuple(sorted(allowed)), starred


def _range(text: str, name: str, low: int, high: int) -> tuple[range, bool]:
    bounds, slash, step_text = text.partition("/")
    ends = bounds.split("-")
    star = ends[0] in ("*", "?")
    if star:
        first, last = low, high
    else:
        if len(ends) > 2:
            raise ValueError(f"{name} `{text}` has too many hyphens")
        first = _number(ends[0], name)
        last = _number(ends[1], name) if len(ends) == 2 else first
        if slash and len(ends) == 1:
            last = high
    step = 1
    if slash:
        if "/" in step_text:
            raise ValueError(f"{name} `{text}` has too many slashes")
        step = _number(step_text, "step of the " + name)
        if step == 0:
            raise ValueError(f"{name} `{text}` has a step of 0")
    if first < low or last > high:
        raise ValueError(f"{name} `{text}` is outside {low} to {high}{_sunday(name, last)}")
    if first > last:
        raise ValueError(f"{name} `{text}` ends before it begins")
    return range(first, last + 1, step), star and step == 1


def _sunday(name: str, last: int) -> str:
    return " (Sunday is 0)" if name == "day of week" and last == 7 else ""


def _number(text: str, name: str) -> int:
    named = _NAMES.get(name, {}).get(text.lower())
    if named is not None:
        return named
    digits = text[1:] if text.startswith("+") else text
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 9:
        known = f" or a name such as {next(iter(_NAMES[name]))}" if name in _NAMES else ""
        raise ValueError(f"{name} `{text}` is not a number{known}")
    return int(digits)


@lru_cache(maxsize=256)
def days(calendar: str, count: int) -> tuple[date, ...]:
    """The dates on which the day fields allow firing, from REFERENCE on for `count` days."""
    from cronsim import CronSim, CronSimError

    begin = datetime(REFERENCE.year, REFERENCE.month, REFERENCE.day)
    end = begin + timedelta(days=count)
    found = []
    try:
        # The iterator never answers with the moment it is given.
        for moment in CronSim(f"0 0 {calendar}", begin - timedelta(minutes=1)):
            if moment >= end:
                break
            found.append(moment.date())
    except CronSimError:
        return ()
    return tuple(found)


@lru_cache(maxsize=256)
def fires(schedule: Schedule) -> bool:
    """Whether it fires at all within the five years KEDA looks ahead."""
    if not (schedule.minutes and schedule.hours and schedule.months):
        return False
    if not (schedule.days and schedule.weekdays) and (schedule.any_day or schedule.any_weekday):
        return False
    return bool(_first_day(schedule.calendar))


def _first_day(calendar: str) -> tuple[date, ...]:
    from cronsim import CronSim, CronSimError

    begin = datetime(REFERENCE.year, REFERENCE.month, REFERENCE.day)
    try:
        first = next(CronSim(f"0 0 {calendar}", begin - timedelta(minutes=1)))
    except (CronSimError, StopIteration):
        return ()
    return (first.date(),) if first.year <= REFERENCE.year + _YEARS else ()
