"""What tells a finding apart from every other, whatever line it moves to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from hashlib import sha256

from generator.model import Finding
from generator.report.run import place_of


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """One for each finding, in order: 64 hex digits of rule, file, object and field; equal ones are numbered."""
    seen: Counter[tuple[str, ...]] = Counter()
    out = []
    for finding in findings:
        key: tuple[str, ...] = (finding.rule, finding.path or place_of(finding).file, finding.object, finding.pointer)
        if not finding.object:
            key = (*key, finding.message)
        text = "\0".join((*key, str(seen[key])))
        seen[key] += 1
        out.append(sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return out
