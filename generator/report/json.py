"""The report for programs: version 1, described by schemas/report.schema.json."""

from __future__ import annotations

import json
from typing import Any

from generator.model import OMIT, Finding, Fix, Origin, Report
from generator.report.run import Run, counts, place_of

VERSION = 1


def render(report: Report, run: Run) -> str:
    """One JSON object, keys in a fixed order, UTF-8."""
    return dumped(document(report, run), 2)


def dumped(data: Any, indent: int) -> str:
    """JSON that a terminal may show: what is not printable is escaped, everything else stands as it is."""
    text = json.dumps(data, ensure_ascii=False, indent=indent)
    if not text.replace("\n", "").isprintable():
        text = "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)
    return text + "\n"


def document(report: Report, run: Run) -> dict[str, Any]:
    """The report as plain data."""
    number = counts(report)
    return {
        "version": VERSION,
        "tool": {"name": "argosy", "version": run.version},
        "findings": [_finding(finding) for finding in report.findings],
        "summary": {
            "errors": number["error"],
            "warnings": number["warning"],
            "info": number["info"],
            "unverifiable": number["unverifiable"],
            "suppressed": report.suppressed,
            "baseline": run.baselined,
            "manifests": report.checked,
            "services": report.services,
            "environments": report.environments,
            "files": run.files,
            "rules": len(report.rules),
            "seconds": round(run.seconds, 3),
            "notes": [_text(note) for note in run.notes],
        },
    }


def _finding(finding: Finding) -> dict[str, Any]:
    place = place_of(finding)
    rendered = Origin(finding.path, finding.line, finding.column) if finding.path else place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": _text(finding.message),
        "file": _text(rendered.file),
        "line": rendered.line,
        "column": rendered.column,
        "object": _text(finding.object),
        "pointer": _text(finding.pointer),
        "origin": _origin(place),
        "related": [{"message": _text(r.message), **_origin(r.origin)} for r in finding.related],
        "fix": _fix(finding.fix),
    }


def _origin(origin: Origin) -> dict[str, Any]:
    return {"file": _text(origin.file), "line": origin.line, "column": origin.column}


def _fix(fix: Fix | None) -> dict[str, Any] | None:
    if fix is None:
        return None
    return {"text": _text(fix.text), "safe": fix.safe, "removes": fix.safe and fix.value is OMIT}


def _text(text: str) -> str:
    """A text that UTF-8 can carry: a lone surrogate (a file name that is not UTF-8) is written out."""
    return text.encode("utf-8", "backslashreplace").decode()
