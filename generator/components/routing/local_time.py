"""Hours of a time zone as UTC hours, over daylight saving.

AlertmanagerConfig has no `location` field and Alertmanager reads its intervals as UTC, so 02:00 in Los Angeles has to
be written as 10:00 in winter and 09:00 in summer. Clocks change on a Sunday that a rule names (the second of March),
and an interval can say "Sundays from the 8th of March on": so the two halves of the year can be told apart without
naming a year.
Exact for a window on one day of the week but for the day of a change itself; a window on several days may be an hour
off on the days of that one week, which keeps its intervals few enough to be read.
Zones and rules: IANA time zone database.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_DAY = 24 * 60


@dataclass(frozen=True)
class Saving:
    """Clocks go forward on the first Sunday on or after `first` of month `start`, and back likewise (`last`, `end`)."""

    start: int
    first: int
    end: int
    last: int


_AMERICA = Saving(3, 8, 11, 1)
_EUROPE = Saving(3, 25, 10, 25)
_AUSTRALIA = Saving(10, 1, 4, 1)
_NEW_ZEALAND = Saving(9, 24, 4, 1)

ZONES: Mapping[str, tuple[int, Saving | None]] = {
    "UTC": (0, None),
    "Etc/UTC": (0, None),
    "America/Anchorage": (-540, _AMERICA),
    "America/Chicago": (-360, _AMERICA),
    "America/Denver": (-420, _AMERICA),
    "America/Halifax": (-240, _AMERICA),
    "America/Los_Angeles": (-480, _AMERICA),
    "America/New_York": (-300, _AMERICA),
    "America/Phoenix": (-420, None),
    "America/Sao_Paulo": (-180, None),
    "America/Toronto": (-300, _AMERICA),
    "America/Vancouver": (-480, _AMERICA),
    "Asia/Dubai": (240, None),
    "Asia/Hong_Kong": (480, None),
    "Asia/Kolkata": (330, None),
    "Asia/Seoul": (540, None),
    "Asia/Shanghai": (480, None),
    "Asia/Singapore": (480, None),
    "Asia/Tokyo": (540, None),
    "Australia/Brisbane": (600, None),
    "Australia/Melbourne": (600, _AUSTRALIA),
    "Australia/Perth": (480, None),
    "Australia/Sydney": (600, _AUSTRALIA),
    "Europe/Amsterdam": (60, _EUROPE),
    "Europe/Athens": (120, _EUROPE),
    "Europe/Berlin": (60, _EUROPE),
    "Europe/Dublin": (0, _EUROPE),
    "Europe/Helsinki": (120, _EUROPE),
    "Europe/Istanbul": (180, None),
    "Europe/Lisbon": (0, _EUROPE),
    "Europe/London": (0, _EUROPE),
    "Europe/Madrid": (60, _EUROPE),
    "Europe/Paris": (60, _EUROPE),
    "Europe/Prague": (60, _EUROPE),
    "Europe/Rome": (60, _EUROPE),
    "Europe/Stockholm": (60, _EUROPE),
    "Europe/Vienna": (60, _EUROPE),
    "Europe/Warsaw": (60, _EUROPE),
    "Europe/Zurich": (60, _EUROPE),
    "Pacific/Auckland": (720, _NEW_ZEALAND),
    "Pacific/Honolulu": (-600, None),
}
"""Minutes east of UTC in standard time, and when an hour is added."""


def minutes(clock: str) -> int:
    """HH:MM as minutes after midnight; 24:00 is the end of the day."""
    hours, _, rest = clock.partition(":")
    return int(hours) * 60 + int(rest)


def utc_intervals(weekdays: Sequence[str], start: int, end: int, location: str) -> list[dict[str, Any]]:
    """Alertmanager time intervals in UTC for hours (minutes after midnight, start < end) of weekdays in a location."""
    winter, saving = ZONES[location]
    days = sorted(DAYS.index(day) for day in weekdays)
    if saving is None:
        return [_interval(days, shift, times) for shift, times in _utc_days(start - winter, end - winter)]
    summer = winter + 60
    found = []
    for east, months in ((summer, _summer(saving)), (winter, _winter(saving))):
        for shift, times in _utc_days(start - east, end - east):
            found.append({**_interval(days, shift, times), "months": _ranges(months, _MONTHS, first=1)})
    for month, sunday, before, after in (
        (saving.start, saving.first, winter, summer),
        (saving.end, saving.last, summer, winter),
    ):
        for east, changed in ((before, False), (after, True)):
            for shift, times in _utc_days(start - east, end - east):
                first = sunday + days[0] + shift
                low, high = (max(first, 1), 31) if changed else (1, first - 1)
                if low <= high:
                    dates = {"months": [_MONTHS[month - 1]], "daysOfMonth": [{"start": low, "end": high}]}
                    found.append({**_interval(days, shift, times), **dates})
    return found


def _utc_days(start: int, end: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Minutes cut at UTC midnights: how many days later than the local day, and the hours of that UTC day."""
    for shift in (-1, 0, 1):
        low, high = max(start, shift * _DAY), min(end, (shift + 1) * _DAY)
        if low < high:
            yield shift, {"startTime": _clock(low - shift * _DAY), "endTime": _clock(high - shift * _DAY)}


def _interval(days: Sequence[int], shift: int, times: Mapping[str, str]) -> dict[str, Any]:
    interval: dict[str, Any] = {"times": [dict(times)]}
    if len(days) < len(DAYS):
        interval["weekdays"] = _ranges(sorted((day + shift) % len(DAYS) for day in days), DAYS)
    return interval


def _summer(saving: Saving) -> list[int]:
    """The months that are wholly in daylight saving time."""
    return [m for m in range(1, 13) if (m - saving.start) % 12 < (saving.end - saving.start) % 12 and m != saving.start]


def _winter(saving: Saving) -> list[int]:
    summer = {*_summer(saving), saving.start, saving.end}
    return [m for m in range(1, 13) if m not in summer]


def _ranges(numbers: Sequence[int], names: Sequence[str], first: int = 0) -> list[str]:
    """Sorted numbers as `monday:friday` ranges; `first` is the number of the first name."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [names[a - first] if a == b else f"{names[a - first]}:{names[b - first]}" for a, b in runs]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
