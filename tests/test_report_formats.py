"""Every format: a golden each, checked against what its consumer accepts, hostile names included."""

from __future__ import annotations

import html.parser
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from report_sample import FINDINGS, REPORT, RUN

from generator.model import Finding, Fix, Origin, Report
from generator.report import FORMATS, Run, render

GOLDEN = Path(__file__).parent / "golden" / "report"
EXTENSIONS = {"text": "txt", "concise": "txt", "json": "json", "sarif": "sarif", "junit": "xml", "tap": "tap",
              "github": "txt", "gitlab": "json", "markdown": "md", "html": "html"}  # fmt: skip
EMPTY = Report((), ("hpa-max-lt-min",), 41, 1, 3)


def many(number: int, severity: str = "error") -> Report:
    found = tuple(
        Finding("some-rule", severity, f"fault {n} " + "x" * 80, f"rendered/a/{n}.yaml", n, 1, f"/spec/{n}",
                Origin(f"values/{n}.yaml", n, 1), fix=Fix("mend it"), object=f"Service a/s{n}")
        for n in range(1, number + 1)
    )  # fmt: skip
    return Report(found, ("some-rule",), number)


def test_every_module_of_a_format_is_listed_and_has_a_golden() -> None:
    assert sorted(EXTENSIONS) == sorted(FORMATS)


@pytest.mark.parametrize("format", FORMATS)
def test_the_golden_of_a_format_is_what_comes_out(format: str, update_golden: bool) -> None:
    path = GOLDEN / f"{format}.{EXTENSIONS[format]}"
    text = render(format, REPORT, RUN)
    if update_golden:
        path.write_text(text, "utf8")
    assert text == path.read_text("utf8")


@pytest.mark.parametrize("format", FORMATS)
def test_no_format_shows_a_secret_or_lets_a_control_character_through(format: str) -> None:
    text = render(format, REPORT, replace(RUN, verbose=True))
    assert "hunter2" not in text and "s3cr3t" not in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)


@pytest.mark.parametrize("format", FORMATS)
def test_a_clean_run_is_a_valid_report_of_every_format(format: str) -> None:
    text = render(format, EMPTY, RUN)
    assert text.endswith("\n")
    if format in ("json", "sarif", "gitlab"):
        json.loads(text)
    if format == "junit":
        assert ET.fromstring(text).get("failures") == "0"
    if format == "tap":
        assert text.startswith("TAP version 14\n1..1\nok 1 - hpa-max-lt-min\n")


@pytest.mark.parametrize("format", FORMATS)
def test_a_file_name_that_is_not_utf8_can_be_reported(format: str) -> None:
    odd = Report((Finding("x", "error", "bad \udce9", origin=Origin("a\udce9.yaml", 1, 1)),))
    render(format, odd, RUN).encode("utf-8")


def test_json_fits_the_schema_that_is_shipped(root: Path) -> None:
    schema = json.loads((root / "schemas" / "report.schema.json").read_text("utf8"))
    Draft7Validator.check_schema(schema)
    for report in (REPORT, EMPTY, many(3)):
        Draft7Validator(schema).validate(json.loads(render("json", report, RUN)))
    broken = json.loads(render("json", REPORT, RUN))
    broken["findings"][0]["severity"] = "fatal"
    assert not Draft7Validator(schema).is_valid(broken)


def test_json_names_the_place_a_person_edits_and_the_rendered_one() -> None:
    first = json.loads(render("json", REPORT, RUN))["findings"][0]
    assert first["origin"] == {"file": "values/services/worker/values.yaml", "line": 8, "column": 3}
    assert (first["file"], first["line"]) == ("rendered/production/artemis/worker/scaledobject-worker.yaml", 31)
    assert first["fix"] == {"text": "add `cpu: 250m`", "safe": True, "removes": False}


def test_sarif_fits_the_standard_and_keeps_to_its_limits() -> None:
    schema = json.loads((GOLDEN / "sarif.schema.json").read_text("utf8"))
    for report in (REPORT, EMPTY, many(5_200)):
        Draft7Validator(schema).validate(json.loads(render("sarif", report, RUN)))
    run = json.loads(render("sarif", many(5_200), RUN))["runs"][0]
    assert len(run["results"]) == 5_000
    said = run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"]
    assert said == "200 findings more than the 5000 that SARIF consumers accept; the worst are here."


def test_sarif_rule_indexes_lead_to_their_rules() -> None:
    run = json.loads(render("sarif", REPORT, RUN))["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [f.rule for f in FINDINGS]


def test_fingerprints_survive_a_move_and_differ_between_findings() -> None:
    def marks(report: Report) -> list[str]:
        results = json.loads(render("sarif", report, RUN))["runs"][0]["results"]
        return [result["partialFingerprints"]["argosy/v1"] for result in results]

    here = many(3)
    moved = Report(tuple(replace(f, line=f.line + 7, origin=replace(f.origin, line=99)) for f in here.findings))  # type: ignore[type-var]
    assert marks(here) == marks(moved)
    twice = Report((here.findings[0], here.findings[0]))
    assert len(set(marks(twice))) == 2


def test_gitlab_reads_every_issue_and_no_two_are_one() -> None:
    schema = json.loads((GOLDEN / "gitlab.schema.json").read_text("utf8"))
    issues = json.loads(render("gitlab", REPORT, RUN))
    Draft7Validator(schema).validate(issues)
    assert len(issues) == 4
    assert len({issue["fingerprint"] for issue in issues}) == 4


def test_junit_is_red_for_errors_only() -> None:
    tree = ET.fromstring(render("junit", REPORT, RUN))
    suite = tree[0]
    cases = suite.findall("testcase")
    assert (suite.get("tests"), suite.get("failures"), suite.get("skipped")) == ("6", "2", "1")
    assert [len(case.findall("failure")) for case in cases] == [1, 1, 0, 0, 0, 0]
    assert cases[1].find("failure").text.count("fix: ") == 1  # type: ignore[union-attr]


def test_tap_plans_as_many_points_as_there_are() -> None:
    text = render("tap", REPORT, RUN)
    points = re.findall(r"^(?:not )?ok (\d+) - ", text, re.MULTILINE)
    assert text.split("\n")[1] == f"1..{len(points)}"
    assert points == ["1", "2", "3", "4", "5", "6"]
    assert not re.search(r"^(?:not )?ok 2 .*(?<!\\)#", text, re.MULTILINE)


def test_github_shows_ten_errors_and_ten_warnings_and_folds_the_rest() -> None:
    report = Report((*many(12).findings, *many(14, "warning").findings))
    rows = render("github", report, RUN).rstrip("\n").split("\n")
    assert [row.split(" ")[0] for row in rows[:21]] == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"]
    assert rows[20].endswith("6 more findings; the log of `argosy validate` has them all"
                             "%0Aerror some-rule: 2%0Awarning some-rule: 4")  # fmt: skip
    assert len(rows) == 22


def test_github_commands_cannot_be_forged_by_names() -> None:
    rows = render("github", REPORT, RUN).rstrip("\n").split("\n")
    assert [row[:8] for row in rows if row.startswith("::")] == ["::error ", "::error ", "::warnin", "::notice"]
    assert "file=dir%2C1%3A2/a\\nb.yaml,line=3" in rows[1]
    assert "%250A" in rows[1]


def test_markdown_gives_up_detail_before_it_breaks_the_budget() -> None:
    assert "#### Error" in render("markdown", many(20), RUN)
    headings = render("markdown", many(400), RUN)
    assert "#### Error" not in headings and headings.count("\n- Error") == 400
    table = render("markdown", many(3_000), RUN)
    assert "| Error | `some-rule` | 3000 | `values/1.yaml:1:1` |" in table
    rules = tuple(replace(f, rule=f"rule-{n}" + "y" * 60) for n, f in enumerate(many(2_000).findings))
    for report in (many(300), many(3_000), Report(rules)):
        assert len(render("markdown", report, RUN)) <= 60_000
    assert "more rows left out." in render("markdown", Report(rules), RUN)


class _Tags(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)


def test_html_holds_no_tag_that_a_name_brought_and_fetches_nothing() -> None:
    tags = _Tags()
    tags.feed(render("html", REPORT, RUN))
    assert tags.seen == {"html", "head", "meta", "title", "style", "body", "h1", "p", "article", "h2", "span", "code",
                         "pre", "ul", "li", "details", "summary"}  # fmt: skip


def test_colour_changes_nothing_but_escape_sequences() -> None:
    coloured = render("text", REPORT, replace(RUN, colour=True))
    assert coloured != render("text", REPORT, RUN)
    assert re.sub("\x1b\\[[0-9;]*m", "", coloured) == render("text", REPORT, RUN)


def test_text_folds_what_could_not_be_verified_until_asked() -> None:
    quiet, told = render("text", REPORT, RUN), render("text", REPORT, replace(RUN, verbose=True))
    assert "1 check could not be made" in quiet and "unverifiable[secret-missing]" not in quiet
    assert "unverifiable[secret-missing]" in told


@pytest.mark.parametrize(
    ("report", "said"),
    [
        (Report((), checked=1), "0 errors. 1 manifest checked in 0.6 s."),
        (Report(many(1).findings, checked=2, environments=1), "1 error. 2 manifests, 1 environment checked in 0.6 s."),
        (Report(many(2, "warning").findings, checked=2, services=2),
         "0 errors, 2 warnings. 2 manifests, 2 services checked in 0.6 s."),
    ],
)  # fmt: skip
def test_the_summary_counts_in_plain_english(report: Report, said: str) -> None:
    assert render("concise", report, Run(seconds=0.6)).rstrip("\n").split("\n")[-1] == said


def test_text_prints_two_hundred_findings_and_says_how_many_more() -> None:
    text = render("text", many(230), RUN)
    assert text.count("error[some-rule]") == 200
    assert "... and 30 more findings; --format concise prints one line each." in text
