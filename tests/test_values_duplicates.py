"""Two items of one name in one list are told; what another layer says of an item is no repetition."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.build import build
from generator.values.source import read_source
from tests.repositories import WEB, write

TWICE = """\
autoscaling:
  max: 4
  triggers:
    - {name: one, type: cron, timezone: Europe/Berlin, start: 0 8 * * *, end: 0 9 * * *, replicas: 2}
    - {name: one, type: cron, timezone: Europe/Berlin, start: 0 9 * * *, end: 0 10 * * *, replicas: 3}
"""
AGAIN = """\
autoscaling:
  max: 4
  triggers:
    - {name: one, $remove: true}
    - {name: one, type: cron, timezone: Europe/Berlin, start: 0 8 * * *, end: 0 9 * * *, replicas: 2}
"""


def told(folder: Path, files: dict[str, str | None]) -> list[tuple[str, str, str]]:
    found = build(read_source(write(folder, files))).findings
    return [(f.rule, str(f.origin), f.message) for f in found if f.rule == "values-duplicate-item"]


def test_the_second_item_of_a_name_is_told_at_its_line(tmp_path: Path) -> None:
    line = len(WEB.splitlines())
    message = f"`name: one` stands in this list already, at line {line + 4}: the two would become one"
    assert told(tmp_path, {"values/services/web/values.yaml": WEB + TWICE}) == [
        ("values-duplicate-item", f"values/services/web/values.yaml:{line + 5}:14", message)
    ]


def test_sections_for_other_values_files_are_looked_into(tmp_path: Path) -> None:
    section = "service:\n" + "".join(f"  {row}\n" for row in TWICE.splitlines())
    assert [row[1] for row in told(tmp_path, {"values/environments/dev.yaml": section})] == [
        "values/environments/dev.yaml:6:16"
    ]


@pytest.mark.parametrize(
    "own",
    [
        AGAIN,
        TWICE.replace(
            "{name: one, type: cron, timezone: Europe/Berlin, start: 0 9",
            "{type: cron, timezone: Europe/Berlin, start: 0 9",
        ),
    ],
)
def test_an_item_that_comes_anew_or_has_no_name_repeats_nothing(tmp_path: Path, own: str) -> None:
    assert told(tmp_path, {"values/services/web/values.yaml": WEB + own}) == []


def test_another_layer_may_name_the_item_again(tmp_path: Path) -> None:
    assert told(tmp_path, {"values/services/web/values.yaml": WEB + AGAIN, "values/defaults.yaml": AGAIN}) == []
