"""Cron expressions: what robfig/cron takes, what it refuses, and which numbers come out (checked against it)."""

from __future__ import annotations

import pytest

from generator.facts.cron_schedule import fires, parse, problem


@pytest.mark.parametrize(
    ("text", "field", "numbers"),
    [
        ("0 8 * * *", "hours", (8,)),
        ("5-10/2 8 * * *", "minutes", (5, 7, 9)),
        ("50/4 8 * * *", "minutes", (50, 54, 58)),
        ("1,,2 8 * * *", "minutes", (1, 2)),
        ("*/70 8 * * *", "minutes", (0,)),
        ("+5 8 * * *", "minutes", (5,)),
        ("0 8 * jan-MAR *", "months", (1, 2, 3)),
        ("0 8 * * mon-FRI", "weekdays", (1, 2, 3, 4, 5)),
        ("0 8 ? * *", "days", tuple(range(1, 32))),
        ("*-5 8 * * *", "minutes", tuple(range(60))),
    ],
)
def test_a_field_allows_these_numbers(text: str, field: str, numbers: tuple[int, ...]) -> None:
    assert getattr(parse(text), field) == numbers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("* * * *", "expected 5 fields, found 4"),
        ("0 0 8 * * *", "expected 5 fields, found 6: there is none for seconds"),
        ("@daily", "`@daily` is a descriptor, and only five fields are read"),
        ("0 24 * * *", "hour `24` is outside 0 to 23"),
        ("0 8 0 * *", "day of month `0` is outside 1 to 31"),
        ("0 8 * * 7", "day of week `7` is outside 0 to 6 (Sunday is 0)"),
        ("0 8 * * fri-mon", "day of week `fri-mon` ends before it begins"),
        ("0 8 L * *", "day of month `L` is not a number"),
        ("0 8 * * mo", "day of week `mo` is not a number or a name such as sun"),
        ("0 8/0 * * *", "hour `8/0` has a step of 0"),
        ("1/2/3 8 * * *", "minute `1/2/3` has too many slashes"),
        ("1-2-3 8 * * *", "minute `1-2-3` has too many hyphens"),
        ("5- 8 * * *", "minute `` is not a number"),
        ("", "expected 5 fields, found 0"),
    ],
)
def test_what_keda_cannot_read_is_told(text: str, told: str) -> None:
    assert problem(text) == told


def test_a_readable_expression_has_no_problem() -> None:
    assert problem("0 8 * * 1-5") == ""


def test_only_a_plain_star_leaves_a_day_field_unrestricted() -> None:
    assert (parse("0 8 */1 * 1").any_day, parse("0 8 */2 * 1").any_day, parse("0 8 1-31 * 1").any_day) == (
        True,
        False,
        False,
    )


def test_the_calendar_is_written_so_that_crontab_reads_it_alike() -> None:
    assert parse("0 8 */10 jan,feb sun").calendar == "1,11,21,31 1,2 0"
    assert parse("0 8 * * *").calendar == "* 1,2,3,4,5,6,7,8,9,10,11,12 *"


def test_a_zone_may_stand_before_the_fields() -> None:
    assert parse("CRON_TZ=Asia/Tokyo 0 8 * * *").zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 0 31 2 *", False),
        ("0 0 29 2 *", True),
        ("0 0 31 4,6,9,11 *", False),
        (", 1 * * *", False),
        ("0 0 31 2 1", True),
    ],
)
def test_an_expression_fires_or_never_does(text: str, expected: bool) -> None:
    assert fires(parse(text)) is expected
