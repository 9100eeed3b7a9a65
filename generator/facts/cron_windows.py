"""When a cron trigger of KEDA is active: simulated in its time zone over daylight saving, from a fixed date on.

KEDA asks for the next start and the next end; it is active unless the start comes first. So the time before an end
is always active, whether or not a start preceded it. Times that a clock change skips do not fire, repeated ones fire
twice (robfig/cron slips now and then where the hour skipped is midnight; that is not followed).
Source: kedacore/keda pkg/scalers/cron_scaler.go GetMetricsAndActivity; github.com/robfig/cron v3 spec.go Next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import lru_cache
from itertools import pairwise

from generator.facts.cron_schedule import Schedule, days, parse

DAYS = 400
_MOST = 60_000
_EPOCH = datetime(1970, 1, 1)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Windows:
    """The active times of one trigger as (after, until) in seconds since 1970, UTC.

    `together` are moments at which start and end fire at once, `stretched` active times that begin with an end:
    no start fell between two ends.
    """

    zone: str
    spans: tuple[tuple[int, int], ...]
    together: tuple[int, ...]
    stretched: tuple[tuple[int, int], ...]


def zone_problem(name: str) -> str:
    """Why the time zone database has no such zone, "" when it has."""
    from zoneinfo import ZoneInfo

    if name in ("", "UTC", "Local"):
        return ""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return f"the time zone database has no `{name}`"
    return ""


def nearest_zone(name: str) -> str:
    """The zone whose name is most like `name`, "" where none is."""
    from difflib import get_close_matches
    from zoneinfo import available_timezones

    return next(iter(get_close_matches(name, sorted(available_timezones()), 1, 0.7)), "")


@lru_cache(maxsize=512)
def windows(start: str, end: str, zone: str) -> Windows:
    """The windows between two cron expressions. Raises ValueError for an expression or a zone that is none."""
    told = zone_problem(zone)
    if told:
        raise ValueError(told)
    starts, ends = firings(parse(start), zone), firings(parse(end), zone)
    reach = min((times[-1] for times in (starts, ends) if len(times) >= _MOST), default=None)
    begun, ended = set(starts), set(ends)
    moments = sorted(begun | ended if reach is None else {t for t in begun | ended if t <= reach})
    spans: list[tuple[int, int]] = []
    stretched: list[tuple[int, int]] = []
    for before, moment in pairwise(moments):
        if moment not in ended:
            continue
        if before not in begun:
            stretched.append((before, moment))
        if spans and spans[-1][1] == before:
            spans[-1] = (spans[-1][0], moment)
        else:
            spans.append((before, moment))
    return Windows(zone, tuple(spans), tuple(sorted(begun & ended)), tuple(stretched))


def of_trigger(kind: str, metadata: Mapping[str, str]) -> Windows | None:
    """The windows of a trigger; None unless it is a cron trigger whose expressions and zone can be read."""
    start, end, zone = (metadata.get(key, "").strip() for key in ("start", "end", "timezone"))
    if kind != "cron" or not start or not end or start == end or not zone:
        return None
    try:
        return windows(start, end, zone)
    except ValueError:
        return None


@lru_cache(maxsize=512)
def firings(schedule: Schedule, zone: str) -> tuple[int, ...]:
    """The moments at which it fires within DAYS days, at most some thousands, as seconds since 1970."""
    from zoneinfo import ZoneInfo

    place = ZoneInfo(schedule.zone or (zone if zone not in ("", "Local") else "UTC"))
    found: list[int] = []
    for day in days(schedule.calendar, DAYS):
        for hour, minute in schedule.times:
            wall = datetime(day.year, day.month, day.day, hour, minute)
            found += _moments(wall, place)
        if len(found) >= _MOST:
            break
    return tuple(sorted(found))


def _moments(wall: datetime, place: tzinfo) -> list[int]:
    """The moments at which clocks show this time: none in a gap, two where an hour is repeated."""
    earlier = place.utcoffset(wall)
    later = place.utcoffset(wall.replace(fold=1))
    assert earlier is not None and later is not None
    first = int((wall - earlier - _EPOCH).total_seconds())
    if earlier == later:
        return [first]
    # Before a gap the clock is ahead of what it will be: offsets grow there and shrink where an hour is repeated.
    return [] if later > earlier else [first, int((wall - later - _EPOCH).total_seconds())]


def overlap(one: Windows, other: Windows) -> tuple[int, int] | None:
    """The first time during which both are active."""
    mine, theirs = iter(one.spans), iter(other.spans)
    a, b = next(mine, None), next(theirs, None)
    while a and b:
        begin, end = max(a[0], b[0]), min(a[1], b[1])
        if begin < end:
            return begin, end
        if a[1] <= b[1]:
            a = next(mine, None)
        else:
            b = next(theirs, None)
    return None


def within(inner: Windows, outer: Windows) -> bool:
    """Whether all active times of one lie inside those of the other, as far as both were simulated."""
    spans = iter(outer.spans)
    around = next(spans, None)
    for begin, end in inner.spans:
        while around and around[1] < end:
            around = next(spans, None)
        if around is None:
            return begin >= outer.spans[-1][1] if outer.spans else False
        if begin < around[0]:
            return False
    return True


def local(moment: int, zone: str) -> str:
    """A moment as people of the zone write it, such as `Mon 2026-01-05 08:00`."""
    from zoneinfo import ZoneInfo

    place = ZoneInfo(zone if zone not in ("", "Local") else "UTC")
    utc = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=moment)
    there = utc.astimezone(place)
    return f"{_WEEKDAYS[there.weekday()]} {there:%Y-%m-%d %H:%M}"
