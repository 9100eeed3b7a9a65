"""Suppressions people write beside what they suppress: `# argosy: ignore[rule] reason` and the annotation."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from generator.model import Finding, Fix, Manifest, Origin
from generator.suppress import FILE, LINE, OBJECT, Suppression

ANNOTATION = "argosy.dev/ignore"
MARK = b"argosy:"
FORM = "# argosy: ignore[rule-id] reason"

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*argosy:(.*)$")
_IGNORE = re.compile(r"(ignore|ignore-file)\s*\[([^\]]*)\]\s*(.*)$")
_UNTIL = re.compile(r"(?:^|\s)until=(\S+)")
_ENTRY = re.compile(r"([a-z0-9*-]+(?:\s*,\s*[a-z0-9*-]+)*)\s*:?\s*(.*)$", re.DOTALL)
_RULE = re.compile(r"[a-z0-9*]+(?:-[a-z0-9*]+)*\Z")
Quoted = Callable[[], Iterable[tuple[int, int]]]
"""The spans (first character, the one after the last) of the quoted scalars of a text; asked for only when needed."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The suppressions found and what is wrong with those that cannot be used."""

    suppressions: tuple[Suppression, ...] = ()
    findings: tuple[Finding, ...] = ()


def in_text(file: str, data: bytes, quoted: Quoted = tuple) -> Marks:
    """The suppressions in the comments of a file."""
    if MARK not in data:
        return Marks()
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = text.split("\n")
    spans = None
    made: list[Suppression] = []
    wrong: list[Finding] = []
    offset = 0
    for number, line in enumerate(lines, 1):
        match = _COMMENT.search(line) if "argosy:" in line else None
        if match:
            spans = list(quoted()) if spans is None else spans
            at = offset + match.start()
            if not any(start <= at < end for start, end in spans):
                alone = not line[: match.start()].strip()
                origin = Origin(file, number, match.start() + 1)
                _comment(match[1].strip(), origin, _target(lines, number) if alone else number, lines, made, wrong)
        offset += len(line) + 1
    return Marks(tuple(made), tuple(wrong))


def _target(lines: list[str], number: int) -> int:
    """The line a comment on a line of its own is about: the next that says something."""
    for later in range(number, len(lines)):
        said = lines[later].strip()
        if said and not said.startswith("#"):
            return later + 1
    return number


def _comment(
    text: str, origin: Origin, target: int, lines: list[str], made: list[Suppression], wrong: list[Finding]
) -> None:
    match = _IGNORE.match(text)
    if not match:
        wrong.append(_malformed("this comment is for argosy, but it says nothing argosy knows", origin, len(text)))
        return
    word, ids, rest = match.groups()
    parsed = _parsed(ids, rest, origin, wrong)
    if parsed is None:
        return
    rules, reason, until = parsed
    if word == "ignore":
        made.append(Suppression(LINE, rules, reason, origin, until, origin.file, target))
    elif any(line.strip() and not line.lstrip().startswith(("#", "---")) for line in lines[: origin.line - 1]):
        wrong.append(_malformed("ignore-file stands at the top of a file, before everything else", origin))
    else:
        made.append(Suppression(FILE, rules, reason, origin, until, origin.file))


def _parsed(
    ids: str, rest: str, origin: Origin, wrong: list[Finding]
) -> tuple[tuple[str, ...], str, datetime.date | None] | None:
    """Rules, reason and last day; None where one is missing or wrong, with the finding added to `wrong`."""
    rules = tuple(part.strip() for part in ids.split(",") if part.strip())
    if not rules or not all(_RULE.match(rule) for rule in rules) or "*" in rules:
        wrong.append(_malformed("a suppression names the rules it is about", origin))
        return None
    until = None
    dates = _UNTIL.findall(rest)
    for text in dates:
        try:
            until = datetime.date.fromisoformat(text)
        except ValueError:
            wrong.append(_malformed(f"{text[:40]!r} is not a date; write until=YYYY-MM-DD", origin))
            return None
    reason = " ".join(_UNTIL.sub(" ", rest).split()).strip("-: ")
    if not any(character.isalpha() for character in reason):
        message = f"the suppression of {', '.join(rules)} gives no reason, so it suppresses nothing"
        fix = Fix(f"say why: `{FORM}`")
        wrong.append(Finding("suppression-reason-missing", "error", message, origin=origin, fix=fix))
        return None
    return rules, reason, until


def in_annotations(manifests: Iterable[Manifest], shown: Callable[[Manifest], str]) -> Marks:
    """The suppressions that objects carry as an annotation: `rule: reason`, several split by `;` or lines.

    `shown` gives the path that findings of the manifest name.
    """
    made: list[Suppression] = []
    wrong: list[Finding] = []
    for manifest in manifests:
        text = _annotation(manifest)
        if text is None:
            continue
        origin = manifest.origin(("metadata", "annotations", ANNOTATION)) or Origin(manifest.path)
        for entry in _entries(text):
            match = _ENTRY.match(entry)
            if match is None:
                wrong.append(_malformed(f"the annotation {ANNOTATION} reads `rule-id: reason`", origin))
                continue
            parsed = _parsed(match[1], match[2], origin, wrong)
            if parsed is not None:
                rules, reason, until = parsed
                path, name = shown(manifest), str(manifest.id)
                made.append(Suppression(OBJECT, rules, reason, origin, until, path, object=name))
    return Marks(tuple(made), tuple(wrong))


def _annotation(manifest: Manifest) -> str | None:
    metadata = manifest.body.get("metadata")
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    text = annotations.get(ANNOTATION) if isinstance(annotations, dict) else None
    return text if isinstance(text, str) else None


def _entries(text: str) -> Iterator[str]:
    return (part.strip() for part in re.split(r"[;\n]", text) if part.strip())


def _malformed(message: str, origin: Origin, length: int = 1) -> Finding:
    fix = Fix(f"write `{FORM}`, with until=YYYY-MM-DD where it should end")
    return Finding("suppression-malformed", "error", message, origin=origin, fix=fix, length=length)
