"""One finding a line, `file:line:column: severity[rule] message`, as editors and grep read it."""

from __future__ import annotations

from generator.model import Report
from generator.report.frame import visible
from generator.report.run import Run, place_of, summary


def render(report: Report, run: Run) -> str:
    """Every finding, those that could not be verified last, and the summary line."""
    rows = []
    for finding in report.findings:
        place = visible(str(place_of(finding)))
        fix = f" ({visible(finding.fix.text)})" if finding.fix else ""
        rows.append(f"{place or '-'}: {finding.severity}[{finding.rule}] {visible(finding.message)}{fix}\n")
    return "".join(rows) + "".join(f"{visible(note)}\n" for note in run.notes) + summary(report, run) + "\n"
