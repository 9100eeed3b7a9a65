"""Test Anything Protocol, version 14: errors are `not ok`, warnings `not ok # TODO`, the unverifiable `ok # SKIP`."""

from __future__ import annotations

import json

from generator.model import Finding, Report
from generator.report.frame import visible
from generator.report.run import Run, place_of, summary


def render(report: Report, run: Run) -> str:
    """One point a finding and one for each rule that ran and found nothing."""
    found = {finding.rule for finding in report.findings}
    clean = [rule for rule in report.rules if rule not in found]
    points = [_point(number, finding) for number, finding in enumerate(report.findings, 1)]
    points += [f"ok {number} - {rule}\n" for number, rule in enumerate(clean, len(points) + 1)]
    if not points:
        points = ["ok 1 - validate\n"]
    return f"TAP version 14\n1..{len(points)}\n{''.join(points)}# {_plain(summary(report, run))}\n"


def _point(number: int, finding: Finding) -> str:
    directive = {"error": "", "unverifiable": " # SKIP not verifiable"}.get(
        finding.severity, f" # TODO {finding.severity}"
    )
    outcome = "ok" if finding.severity == "unverifiable" else "not ok"
    place = place_of(finding)
    facts = {
        "severity": finding.severity,
        "message": visible(finding.message),
        "at": visible(str(place)),
        "object": visible(finding.object),
        "fix": visible(finding.fix.text) if finding.fix else "",
    }
    rows = "".join(f"  {key}: {json.dumps(value)}\n" for key, value in facts.items() if value)
    name = _plain(f"{finding.rule}: {visible(finding.message)}")
    return f"{outcome} {number} - {name}{directive}\n  ---\n{rows}  ...\n"


def _plain(text: str) -> str:
    """A description without the signs that start a directive."""
    return text.replace("\\", "\\\\").replace("#", "\\#")
