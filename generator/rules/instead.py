"""One cause, one finding: where a rule knows more of a fault than the schema that refuses it, the rule speaks."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import replace

from generator.model import SEVERITIES, Finding
from generator.rules.builtin import builtin
from generator.rules.catalogue import by_id

Place = tuple[str, str, str]


def specific(found: Iterable[Finding], chosen: Container[str] = ()) -> list[Finding]:
    """The findings without those of schemas at (or around) a place that a rule with INSTEAD speaks of.

    The rule's finding is as bad as the worse of the two, since what a schema refuses is not applied; not where somebody
    chose how bad it is (`chosen` are the rules).
    """
    findings = list(found)
    told = [finding for finding in findings if (rule := by_id().get(finding.rule)) and rule.instead]
    if not told:
        return findings
    by_place: dict[Place, list[Finding]] = {}
    for finding in findings:
        if finding.pointer and (known := builtin(finding.rule)) and known.family == "schema":
            by_place.setdefault(_place(finding, finding.pointer), []).append(finding)
    dropped: set[int] = set()
    better: dict[int, Finding] = {}
    for finding in told:
        generals = [each for place in _around(finding) for each in by_place.get(place, ())]
        dropped.update(map(id, generals))
        joined = _joined(finding, generals)
        better[id(finding)] = replace(joined, severity=finding.severity) if finding.rule in chosen else joined
    return [better.get(id(each), each) for each in findings if id(each) not in dropped]


def _joined(finding: Finding, generals: Iterable[Finding]) -> Finding:
    """The finding, as bad as the worst of what it stands for, and mended as safely."""
    for general in generals:
        worse = min(finding.severity, general.severity, key=SEVERITIES.index)
        safe = general.fix and general.fix.safe and general.pointer == finding.pointer
        fix = general.fix if safe and not (finding.fix and finding.fix.safe) else finding.fix
        finding = replace(finding, severity=worse, fix=fix)
    return finding


def _place(finding: Finding, pointer: str) -> Place:
    return finding.path, finding.object, pointer


def _around(finding: Finding) -> Iterable[Place]:
    """The place of a finding and those it lies in, the whole object left out."""
    pointer = finding.pointer
    while pointer:
        yield _place(finding, pointer)
        pointer = pointer.rpartition("/")[0]
