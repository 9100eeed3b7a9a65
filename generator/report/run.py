"""What a report tells besides its findings: counts, time, notes, the facts of its rules, where lines come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from generator.model import SEVERITIES, Finding, Origin, Report
from generator.report.frame import Lines, Mark

COUNTED = ("error", "warning", "info")
"""Severities that are problems; `unverifiable` is a question that could not be answered."""


@dataclass(frozen=True, slots=True)
class RuleFacts:
    """What formats tell of a rule."""

    title: str
    family: str
    severity: str


@dataclass(frozen=True)
class Run:
    """One run of `validate`. `baselined` counts findings an accepted baseline hides; `seconds` is the time taken.

    `scrub` takes from a finding's words what must not be shown.
    """

    seconds: float = 0.0
    version: str = ""
    files: int = 0
    baselined: int = 0
    notes: tuple[str, ...] = ()
    rules: Mapping[str, RuleFacts] = field(default_factory=dict)
    lines: Lines = lambda path: None
    link: Callable[[str], str] = lambda rule: ""
    scrub: Callable[[Finding], Finding] = lambda finding: finding
    verbose: bool = False
    colour: bool = False


def plural(number: int, noun: str, more: str = "") -> str:
    """`1 error`, `2 errors`; `more` where the plural does not end in s."""
    return f"{number} {noun if number == 1 else more or noun + 's'}"


def place_of(finding: Finding) -> Origin:
    """Where a person looks first: what somebody wrote, else the manifest."""
    return finding.origin or Origin(finding.path, finding.line, finding.column)


def elsewhere(finding: Finding) -> Origin | None:
    """The rendered place, where it is another file than the one a person edits."""
    if not finding.path or finding.path == place_of(finding).file:
        return None
    return Origin(finding.path, finding.line, finding.column)


def marks_of(finding: Finding) -> list[Mark]:
    """What a frame of the finding underlines: the place itself, and related places in the same file."""
    origin = place_of(finding)
    note = "" if "\n" in finding.note else finding.note
    marks = [Mark(origin.line, max(1, origin.column), finding.length if finding.length > 1 else 0, note)]
    for related in finding.related:
        if related.origin.file == origin.file and related.origin.line:
            marks.append(Mark(related.origin.line, max(1, related.origin.column), 0, related.message, main=False))
    return list(dict.fromkeys(marks))


def problems(report: Report) -> tuple[Finding, ...]:
    """The findings that are problems, worst first."""
    return tuple(finding for finding in report.findings if finding.severity in COUNTED)


def unverified(report: Report) -> tuple[Finding, ...]:
    return tuple(finding for finding in report.findings if finding.severity == "unverifiable")


def counts(report: Report) -> dict[str, int]:
    """How many findings of each severity."""
    return {severity: report.count(severity) for severity in SEVERITIES}


def verdict(report: Report, run: Run) -> str:
    """`1 error, 2 warnings`: errors always, the others where there are any."""
    number = counts(report)
    said = [plural(number["error"], "error")]
    if number["warning"]:
        said.append(plural(number["warning"], "warning"))
    if number["info"]:
        said.append(plural(number["info"], "remark"))
    if number["unverifiable"]:
        said.append(f"{number['unverifiable']} unverifiable")
    if report.suppressed:
        said.append(f"{report.suppressed} suppressed")
    if run.baselined:
        said.append(f"{run.baselined} in the baseline")
    return ", ".join(said)


def scale(report: Report, run: Run) -> str:
    """`812 manifests, 34 services, 3 environments`: what was looked at."""
    said = [plural(report.checked, "manifest")]
    if report.services:
        said.append(plural(report.services, "service"))
    if report.environments:
        said.append(plural(report.environments, "environment"))
    if run.files:
        said.append(plural(run.files, "file"))
    return ", ".join(said)


def summary(report: Report, run: Run) -> str:
    """The closing line: verdict, scale, time."""
    return f"{verdict(report, run)}. {scale(report, run)} checked in {run.seconds:.1f} s."
