"""Markdown for a pull-request comment or a job summary: in full, else headings, else a table, whatever fits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model import Finding, Origin, Report
from generator.report.frame import frame, visible
from generator.report.run import Run, elsewhere, marks_of, place_of, plural, problems, summary, unverified

BUDGET = 60_000
"""Characters; GitHub refuses comments of more than 65,536."""

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~@&$]|^[-+=]|(?<=^\d)[.)]|(?<=:)//|(?<=www)\.)")
_WORDS = {"error": "Error", "warning": "Warning", "info": "Remark", "unverifiable": "Not verifiable"}


def render(report: Report, run: Run) -> str:
    """The fullest form that stays within the budget."""
    for form in (_full, _headings, _table):
        text = _page(report, run, "\n".join(form(report, run)))
        if len(text) <= BUDGET:
            return text
    return _page(report, run, _cut("\n".join(_table(report, run)), BUDGET - 1_000))


def _page(report: Report, run: Run, body: str) -> str:
    worst = report.findings[0].severity if report.findings else ""
    title = {"error": "argosy found errors", "warning": "argosy found warnings"}.get(worst, "argosy found no errors")
    notes = "".join(f"\n{inline(note)}\n" for note in run.notes[:20])
    return f"### {title}\n\n{inline(summary(report, run))}\n{notes}" + (f"\n{body}\n" if body else "")


def _full(report: Report, run: Run) -> Iterator[str]:
    for finding in problems(report):
        yield f"#### {_head(finding)}\n\n{inline(finding.message)}\n"
        yield _snippet(finding, run)
        yield from (f"- {row}" for row in _remarks(finding))
        yield ""
    yield from _questions(report)


def _headings(report: Report, run: Run) -> Iterator[str]:
    for finding in problems(report):
        yield f"- {_head(finding)}: {inline(finding.message)}"
    yield from _questions(report)


def _table(report: Report, run: Run) -> Iterator[str]:
    rows: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        rows.setdefault((finding.severity, finding.rule), []).append(finding)
    yield "| | rule | findings | first |"
    yield "|---|---|---|---|"
    for (severity, rule), found in rows.items():
        yield f"| {_WORDS[severity]} | {code(rule)} | {len(found)} | {code(str(place_of(found[0])))} |"


def _questions(report: Report) -> Iterator[str]:
    waiting = unverified(report)
    if waiting:
        yield f"<details><summary>{plural(len(waiting), 'reference')} not verifiable</summary>\n"
        yield from (f"- {_head(finding)}: {inline(finding.message)}" for finding in waiting)
        yield "\n</details>"


def _head(finding: Finding) -> str:
    return f"{_WORDS[finding.severity]} {code(finding.rule)} in {code(str(place_of(finding)))}"


def _snippet(finding: Finding, run: Run) -> str:
    origin = place_of(finding)
    lines = run.lines(origin.file) if origin.line else None
    drawn = frame(lines, marks_of(finding)) if lines is not None else []
    if not drawn:
        return ""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", "\n".join(drawn))), default=0))
    return f"{fence}text\n" + "\n".join(drawn) + f"\n{fence}\n"


def _remarks(finding: Finding) -> Iterator[str]:
    if finding.fix:
        yield f"Fix: {inline(finding.fix.text)}"
    rendered = elsewhere(finding)
    if rendered is not None:
        yield f"Rendered: {code(str(Origin(rendered.file, rendered.line)))}"
    for related in finding.related:
        yield f"{inline(related.message)}: {code(str(related.origin))}"


def inline(text: str) -> str:
    """Text of the repository as it stands between Markdown: only `code` has a meaning, no name is mentioned."""
    parts = visible(text).split("`")
    if len(parts) % 2 == 0:
        return _escaped("`".join(parts))
    return "".join(code(part) if number % 2 else _escaped(part) for number, part in enumerate(parts))


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\1", text).replace("\\<", "&lt;").replace("\\@", "@\u200b").replace("\\&", "&amp;")


def code(text: str) -> str:
    """Text in a code span, also when it holds backticks; a bar would end a table cell."""
    shown = visible(text).replace("|", "¦") or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def _cut(text: str, room: int) -> str:
    """Whole lines of the text within `room` characters, and how many were left out."""
    lines = text.split("\n")
    kept: list[str] = []
    for line in lines:
        room -= len(line) + 1
        if room < 0:
            break
        kept.append(line)
    return "\n".join((*kept, f"\n{plural(len(lines) - len(kept), 'more row')} left out."))
