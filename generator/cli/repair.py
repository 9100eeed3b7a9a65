"""`--fix` and `--diff`: safe fixes shown, written, and taken back where they would make things worse."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence

from generator.baseline import key_of
from generator.cli.output import write_file
from generator.cli.subject import Subject
from generator.cli.verdict import Verdict
from generator.fixes import Edited, plan
from generator.model import Finding
from generator.report.frame import HIDDEN, visible
from generator.report.run import plural
from generator.report.secrets import secret_spans
from generator.yamlio.files import read_file
from generator.yamlio.limits import MANIFESTS


def planned(subject: Subject, findings: Iterable[Finding]) -> list[Edited]:
    """The edits for all findings with a safe fix."""
    manifests = {(subject.prefix + m.path, str(m.id)): m for m in subject.fleet}
    return plan(findings, manifests, subject.document, lambda file: read_file(subject.root, file, limit=MANIFESTS.file))


def shown(edits: Sequence[Edited]) -> str:
    """The edits as one unified diff, secrets hidden."""
    out: list[str] = []
    for edit in edits:
        before, after = _lines(edit.before), _lines(edit.after)
        rows = difflib.unified_diff(before, after, f"a/{edit.file}", f"b/{edit.file}", n=2, lineterm="")
        out += [visible(row) for row in rows]
    return "".join(f"{row}\n" for row in out)


def _lines(data: bytes) -> list[str]:
    lines = data.decode("utf-8", "replace").split("\n")
    for number, spans in secret_spans(lines).items():
        for start, end in reversed(spans):
            lines[number] = lines[number][:start] + HIDDEN + lines[number][end:]
    return lines


def repaired(
    subject: Subject, verdict: Verdict, edits: Sequence[Edited], again: Callable[[], tuple[Subject, Verdict]]
) -> tuple[Subject, Verdict, list[str]]:
    """Write the edits, judge anew, and take all of them back when that finds new errors or cannot be done.

    Returns what holds now and what to tell about it.
    """
    changed = [edit for edit in edits if edit.before != edit.after]
    notes = [f"Not fixed: {finding.rule} in {edit.file}: {why}." for edit in edits for finding, why in edit.refused]
    if not changed:
        return subject, verdict, notes
    for edit in changed:
        write_file(str(subject.root / edit.file), edit.after.decode("utf-8"))
    before = {key_of(f) for f in verdict.report.findings if f.severity == "error"}
    subject_now, now = again()
    worse = [f for f in now.report.findings if f.severity == "error" and not _harmless(f) and key_of(f) not in before]
    if worse or now.code > max(verdict.code, 1):
        for edit in changed:
            write_file(str(subject.root / edit.file), edit.before.decode("utf-8"))
        reason = f": {worse[0].rule}" if worse else ""
        notes.append(f"The fixes were taken back, they would cause new errors{reason}.")
        return subject, verdict, notes
    number = sum(len(edit.mended) for edit in changed)
    notes.append(f"Fixed {plural(number, 'finding')} in {plural(len(changed), 'file')}.")
    return subject_now, now, notes


def _harmless(finding: Finding) -> bool:
    """Fixing values makes rendered/ stale: the next render mends it."""
    return finding.rule.startswith("drift-")
