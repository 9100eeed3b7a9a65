"""Findings as a person reads them in a terminal: what they wrote, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from generator.model import Finding, Origin
from generator.report.frame import Lines, Mark, frame, visible

_COLOURS = {"error": "31;1", "warning": "33;1", "info": "36", "unverifiable": "35"}


def disk_lines(path: str) -> list[str] | None:
    """The lines of a file below the current folder, for frames; None where it cannot be read."""
    try:
        text = Path(path).read_bytes()[:1_048_576].decode("utf8", "replace")
    except OSError:
        return None
    return text.split("\n")


def render_findings(findings: Iterable[Finding], *, colour: bool = False, lines: Lines = disk_lines) -> str:
    """Every finding with its frame, a blank line between two."""
    return "\n".join(render_finding(finding, colour=colour, lines=lines) for finding in findings)


def render_finding(finding: Finding, *, colour: bool = False, lines: Lines = disk_lines) -> str:
    """One finding, ending in a newline."""
    head = f"{finding.severity}[{finding.rule}]"
    if colour:
        head = f"\033[{_COLOURS[finding.severity]}m{head}\033[0m"
    out = [f"{head} {visible(finding.message)}"]
    origin = finding.origin or (Origin(finding.path, finding.line, finding.column) if finding.path else None)
    if origin is not None:
        out.append(f"  --> {visible(str(origin))}")
        out += [f"  {row}" for row in _frame(finding, origin, lines)]
    if finding.fix:
        safe = "    (safe: --fix applies it)" if finding.fix.safe else ""
        out.append(f"   = fix: {visible(finding.fix.text)}{safe}")
    if finding.path and origin is not None and finding.path != origin.file:
        out.append(f"   = rendered: {visible(str(Origin(finding.path, finding.line)))}")
    for related in finding.related:
        if related.origin.file != origin.file if origin else True:
            out.append(f"   = {visible(related.message)}: {visible(str(related.origin))}")
    return "\n".join(out) + "\n"


def _frame(finding: Finding, origin: Origin, lines: Lines) -> list[str]:
    if not origin.line:
        return []
    text = lines(origin.file)
    if text is None:
        return []
    marks = [Mark(origin.line, max(1, origin.column), finding.length, visible(finding.note))]
    for related in finding.related:
        if related.origin.file == origin.file and related.origin.line:
            marks.append(Mark(related.origin.line, related.origin.column, 1, visible(related.message), main=False))
    return frame(text, marks)
