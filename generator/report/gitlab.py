"""GitLab's code quality report: a JSON list of issues.

Source: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

from generator.model import Report
from generator.report.fingerprint import fingerprints
from generator.report.frame import visible
from generator.report.json import dumped
from generator.report.run import Run, place_of, problems

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def render(report: Report, run: Run) -> str:
    """One issue a problem; what could not be verified is no issue."""
    shown = problems(report)
    issues = [
        {
            "description": visible(finding.message) + (f" Fix: {visible(finding.fix.text)}" if finding.fix else ""),
            "check_name": finding.rule,
            "fingerprint": mark,
            "severity": _SEVERITIES[finding.severity],
            "location": {
                "path": visible(place_of(finding).file) or ".",
                "lines": {"begin": max(1, place_of(finding).line)},
            },
        }
        for finding, mark in zip(shown, fingerprints(shown), strict=True)
    ]
    return dumped(issues, 1)
