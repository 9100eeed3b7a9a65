"""The platform with one thing broken: each fault is found, by the rule for it, at the line a person has to edit."""

from __future__ import annotations

from typing import Any

import pytest

from generator.model import Finding
from tests import breakages

CASES = breakages.cases()


@pytest.fixture(scope="session")
def caused(request: pytest.FixtureRequest) -> dict[str, list[Finding] | str]:
    """The new findings of every case that this run has selected."""
    chosen = [item.callspec.params["case"] for item in request.session.items if "caused" in item.fixturenames]  # type: ignore[attr-defined]
    return breakages.all_news(chosen)


def test_there_are_many_cases_and_no_two_are_called_the_same() -> None:
    names = [case["name"] for case in CASES]
    assert len(names) >= 150
    assert sorted(set(names)) == sorted(names)


def test_the_platform_itself_has_no_errors() -> None:
    found = breakages.findings(breakages.platform(), breakages.PRODUCTION)
    assert [f for f in found if f.severity == "error"] == []


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_one_fault_is_found_where_it_was_made(case: dict[str, Any], caused: dict[str, list[Finding] | str]) -> None:
    found = caused[case["name"]]
    assert not isinstance(found, str), found
    wanted = {"file": case["file"], "severity": "error", "message": "", **case["expect"]}
    shown = [f"{f.severity}[{f.rule}] {f.origin}: {f.message}" for f in found]
    mine = [f for f in found if f.rule == wanted["rule"] and wanted["message"] in f.message]
    assert mine, shown
    place = (wanted["severity"], wanted["file"], line_of(case, wanted["file"], wanted["line"]))
    there = [finding for finding in mine if place_of(finding) == place]
    assert there, shown
    if "related" in wanted:
        other = (case["file"], line_of(case, case["file"], wanted["related"]))
        assert other in {(r.origin.file, r.origin.line) for finding in there for r in finding.related}, there


def place_of(finding: Finding) -> tuple[str, str, int]:
    """How bad it is, and the file and line that a person edits."""
    return (
        (finding.severity, finding.origin.file, finding.origin.line or 1)
        if finding.origin
        else (finding.severity, "", 1)
    )


def line_of(case: dict[str, Any], file: str, text: str) -> int:
    """The number of the one line of a file that is a text, or holds it; the first where the text is empty."""
    if not text:
        return 1
    rows = breakages.text_of(case, file).split("\n")
    whole = [number for number, row in enumerate(rows, 1) if row == text]
    (number,) = whole if len(whole) == 1 else [number for number, row in enumerate(rows, 1) if text in row]
    return number
