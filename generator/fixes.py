"""Safe fixes as edits of the files people wrote: planned on their bytes, every other byte kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model import OMIT, Finding, Fix, Manifest, Origin, Path, UserError
from generator.yamlio.edit import remove, set_value
from generator.yamlio.read import Document

Documents = Callable[[str, int], Document | None]
"""The document of a file that a line stands in."""


@dataclass(frozen=True, slots=True)
class Edited:
    """One file before and after, the findings its edits mend, and those that could not be mended, each with why."""

    file: str
    before: bytes
    after: bytes
    mended: tuple[Finding, ...]
    refused: tuple[tuple[Finding, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Step:
    finding: Finding
    start: int
    path: Path
    value: Any


def plan(
    findings: Iterable[Finding],
    manifests: Mapping[tuple[str, str], Manifest],
    documents: Documents,
    read: Callable[[str], bytes],
) -> list[Edited]:
    """The edits that mend every finding with a safe fix, by file. Nothing is written.

    `manifests` are keyed by the path and object that findings name.
    """
    steps: dict[str, list[_Step]] = {}
    refused: dict[str, list[tuple[Finding, str]]] = {}
    for finding in findings:
        if finding.fix is None or not finding.fix.safe or finding.origin is None:
            continue
        file = finding.origin.file
        found = _step(finding, finding.fix, finding.origin, manifests, documents)
        if isinstance(found, _Step):
            steps.setdefault(file, []).append(found)
        else:
            refused.setdefault(file, []).append((finding, found))
    return [
        _edited(file, read(file), steps.get(file, []), refused.get(file, [])) for file in sorted({*steps, *refused})
    ]


def _step(
    finding: Finding,
    fix: Fix,
    origin: Origin,
    manifests: Mapping[tuple[str, str], Manifest],
    documents: Documents,
) -> _Step | str:
    """The edit of one finding, or why there is none."""
    manifest = manifests.get((finding.path, finding.object))
    document = documents(origin.file, origin.line)
    if manifest is None or document is None:
        return "its file cannot be edited"
    if manifest.app is None:
        return _Step(finding, document.line, fix.path, fix.value)
    path = _leaf(document, origin)
    if path is None or not _same(_get(manifest.body, fix.path), _get(document.data, path)):
        return "the value is made from several others: change them by hand"
    return _Step(finding, document.line, path, fix.value)


def _leaf(document: Document, origin: Origin) -> Path | None:
    """The path of the scalar that stands at a place."""
    hits = [p for p, place in document.places.items() if (place.line, place.column) == (origin.line, origin.column)]
    leaves = [path for path in hits if not isinstance(_get(document.data, path), (dict, list))]
    return max(leaves, key=len, default=None)


def _get(node: Any, path: Path) -> Any:
    for part in path:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            return OMIT
    return node


def _same(one: Any, other: Any) -> bool:
    return one is not OMIT and type(one) is type(other) and one == other


def _edited(file: str, before: bytes, steps: list[_Step], refused: list[tuple[Finding, str]]) -> Edited:
    """Apply the steps from the end of the file to its start, so that no list position moves under a later one."""
    mended: list[Finding] = []
    no = list(refused)
    parts, places = _split(before.decode("utf-8"), {step.start for step in steps})
    done: set[tuple[int, Path]] = set()
    for step in sorted(steps, key=lambda s: (s.start, _sort_key(s.path)), reverse=True):
        if (step.start, step.path) not in done:
            try:
                parts[places[step.start]] = _applied(parts[places[step.start]], step)
            except UserError as error:
                no.append((step.finding, error.message))
                continue
            done.add((step.start, step.path))
        mended.append(step.finding)
    return Edited(file, before, "".join(parts).encode("utf-8"), tuple(reversed(mended)), tuple(no))


def _applied(text: str, step: _Step) -> str:
    return remove(text, step.path) if step.value is OMIT else set_value(text, step.path, step.value)


def _sort_key(path: Path) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, part, "") if isinstance(part, int) else (1, 0, part) for part in path)


def _split(text: str, starts: set[int]) -> tuple[list[str], dict[int, int]]:
    """The text cut at document separators, and for each line a document starts on the number of its part."""
    lines = text.splitlines(keepends=True)
    cuts = [0, *(n for n, line in enumerate(lines) if n and (line.rstrip() == "---" or line.startswith("--- ")))]
    ends = [*cuts[1:], len(lines)]
    parts = ["".join(lines[cut:end]) for cut, end in zip(cuts, ends, strict=True)]
    spans = list(enumerate(zip(cuts, ends, strict=True)))
    return parts, {start: number for start in starts for number, (cut, end) in spans if cut < start <= end}
