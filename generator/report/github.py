"""Workflow commands for GitHub Actions: ten errors and ten warnings a step, worst first, the rest in one notice.

Source of the escapes: actions/toolkit, packages/core/src/command.ts; of the budget: GitHub shows ten annotations of
a kind for one step and drops the others without a word.
"""

from __future__ import annotations

from generator.model import Finding, Report
from generator.report.frame import visible
from generator.report.run import Run, place_of, plural, summary

BUDGET = 10
_COMMANDS = {"error": "error", "warning": "warning"}


def render(report: Report, run: Run) -> str:
    """At most 21 commands, and the summary as the last line."""
    out: list[str] = []
    left: list[Finding] = []
    used = dict.fromkeys(_COMMANDS.values(), 0)
    for finding in report.findings:
        command = _COMMANDS.get(finding.severity)
        if command is None or used[command] >= BUDGET:
            left.append(finding)
            continue
        used[command] += 1
        out.append(_command(command, finding))
    if left:
        out.append(f"::notice title=argosy::{_data(_rest(left))}\n")
    return "".join(out) + _line(summary(report, run)) + "\n"


def _command(command: str, finding: Finding) -> str:
    place = place_of(finding)
    properties = {"file": place.file, "line": str(max(1, place.line))}
    if place.column:
        properties["col"] = str(place.column)
        if finding.length > 1:
            properties["endColumn"] = str(place.column + finding.length)
    properties["title"] = finding.rule
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    fix = f"\nFix: {visible(finding.fix.text)}" if finding.fix else ""
    return f"::{command} {said}::{_data(visible(finding.message) + fix)}\n"


def _rest(left: list[Finding]) -> str:
    """Everything beyond the budget, counted by severity and rule."""
    rules: dict[tuple[str, str], int] = {}
    for finding in left:
        rules[finding.severity, finding.rule] = rules.get((finding.severity, finding.rule), 0) + 1
    rows = [f"{severity} {rule}: {number}" for (severity, rule), number in list(rules.items())[:40]]
    if len(rules) > 40:
        rows.append(f"and {plural(len(rules) - 40, 'more rule')}")
    return "\n".join((f"{plural(len(left), 'more finding')}; the log of `argosy validate` has them all", *rows))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(visible(text)).replace(":", "%3A").replace(",", "%2C")


def _line(text: str) -> str:
    """A line of the log that cannot be taken for a command."""
    return _data(visible(text)).replace("::", "%3A%3A")
