"""Findings as a person reads them in a terminal: what they wrote, what is wrong, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from generator.model import Finding, Report
from generator.report.frame import Lines, frame, visible
from generator.report.run import Run, elsewhere, marks_of, place_of, plural, problems, summary, unverified
from generator.report.veil import scrubbed

MOST = 200
"""Findings printed in full; whoever has more needs a summary, not a scroll."""

_COLOURS = {"error": "31;1", "warning": "33;1", "info": "36", "unverifiable": "35"}
_SAFE = "safe, --fix applies it"
_CARETS = re.compile(r"^( *\| *)(\^+.*)$")


def disk_lines(path: str) -> list[str] | None:
    """The lines of a file below the current folder, for frames; None where it cannot be read."""
    try:
        text = Path(path).read_bytes()[:1_048_576].decode("utf8", "replace") if Path(path).is_file() else None
    except (OSError, ValueError):
        return None
    return None if text is None else text.split("\n")


def render(report: Report, run: Run) -> str:
    """All problems, worst first, then what could not be verified, notes, and the summary line."""
    shown = [*problems(report), *(unverified(report) if run.verbose else ())]
    told = map(run.scrub, shown[:MOST])
    blocks = [render_finding(finding, colour=run.colour, lines=run.lines) for finding in told]
    if len(shown) > MOST:
        blocks.append(f"... and {plural(len(shown) - MOST, 'more finding')}; --format concise prints one line each.\n")
    notes = "".join(f"{visible(note)}\n" for note in (*_folded(report, run), *run.notes))
    return "\n".join((*blocks, f"{notes}{summary(report, run)}\n"))


def _folded(report: Report, run: Run) -> Iterable[str]:
    """One line for everything unverifiable, unless -v printed it."""
    waiting = unverified(report)
    if waiting and not run.verbose:
        one = len(waiting) == 1
        need, those = ("it needs", "it") if one else ("they need", "them")
        yield f"{plural(len(waiting), 'check')} could not be made: what {need} is not here (-v lists {those})."


def render_findings(findings: Iterable[Finding], *, colour: bool = False, lines: Lines = disk_lines) -> str:
    """Every finding with its frame, a blank line between two."""
    told = (scrubbed(finding, lines, lines) for finding in findings)
    return "\n".join(render_finding(finding, colour=colour, lines=lines) for finding in told)


def render_finding(finding: Finding, *, colour: bool = False, lines: Lines = disk_lines) -> str:
    """One finding, ending in a newline."""
    head = f"{finding.severity}[{finding.rule}]"
    out = [f"{_painted(head, _COLOURS[finding.severity], colour)} {_message(finding)}"]
    origin = place_of(finding)
    drawn = _frame(finding, lines)
    gutter = drawn[0].index("|") - 1 if drawn else max(2, len(str(origin.line)))
    if origin.file:
        out.append(f"{' ' * gutter}--> {visible(str(origin))}")
    for row in drawn:
        out.append(_CARETS.sub(rf"\1\033[{_COLOURS[finding.severity]}m\2\033[0m", row) if colour else row)
    out += [f"{' ' * gutter} = {said}" for said in _remarks(finding)]
    return "\n".join(out) + "\n"


def _message(finding: Finding) -> str:
    """The message for a terminal; a list of deletions has lines of its own, elsewhere a line end comes from a value."""
    lines = finding.message.split("\n") if finding.rule == "deletion-guard" else [finding.message]
    return "\n".join(visible(line) for line in lines)


def _painted(text: str, code: str, colour: bool) -> str:
    return f"\033[{code}m{text}\033[0m" if colour else text


def _frame(finding: Finding, lines: Lines) -> list[str]:
    origin = place_of(finding)
    text = lines(origin.file) if origin.line else None
    return frame(text, marks_of(finding), gutter=2) if text is not None else []


def _remarks(finding: Finding) -> Iterable[str]:
    """What stands below the frame: other objects, the fix, the rendered place, where to read more."""
    origin = place_of(finding)
    if "\n" in finding.note:
        yield from (visible(line) for line in finding.note.split("\n"))
    for related in finding.related:
        if related.origin.file != origin.file or not related.origin.line:
            yield f"{visible(related.message)}: {visible(str(related.origin))}"
    if finding.fix:
        fix = f"fix: {visible(finding.fix.text)}"
        yield f"{fix:<58} {_SAFE}" if finding.fix.safe else fix
    rendered = elsewhere(finding)
    if rendered is not None:
        yield f"rendered: {visible(rendered.file)}" + (f":{rendered.line}" if rendered.line else "")
    if finding.rule != "usage":
        yield f"argosy explain {finding.rule}"


__all__ = ["MOST", "disk_lines", "render", "render_finding", "render_findings"]
