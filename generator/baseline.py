"""Findings accepted when argosy was introduced: keyed by rule, object and field, never by line. It only shrinks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model import Finding, Fix, Origin, UserError
from generator.rules.builtin import waivable

VERSION = 1
_FIELDS = ("rule", "object", "field")
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Baseline:
    """How many findings are accepted by key, and on which line of the file each key stands."""

    accepted: Mapping[Key, int]
    lines: Mapping[Key, int]
    file: str = ""


@dataclass(frozen=True, slots=True)
class Compared:
    """Findings that are new (or stale entries), how many are accepted, and the keys that are still found."""

    findings: tuple[Finding, ...]
    accepted: int
    still: Mapping[Key, int]


def key_of(finding: Finding) -> Key:
    """Rule, object (with its environment, where it has one) and field; the file stands for what has no object."""
    folder = finding.path.split("/")
    environment = f"{folder[1]}: " if folder[0] == "rendered" and len(folder) > 2 else ""
    file = finding.origin.file if finding.origin else finding.path
    return finding.rule, f"{environment}{finding.object}" if finding.object else file, finding.pointer


def acceptable(finding: Finding) -> bool:
    """Whether a finding may stand in a baseline: questions and unreadable files may not."""
    return finding.severity != "unverifiable" and waivable(finding.rule)


def compare(findings: Iterable[Finding], baseline: Baseline, *, whole: bool = True) -> Compared:
    """Take out what the baseline accepts; with `whole`, tell entries that match nothing any more."""
    left = Counter(baseline.accepted)
    still: Counter[Key] = Counter()
    new: list[Finding] = []
    for finding in findings:
        key = key_of(finding)
        if acceptable(finding) and left[key] > 0:
            left[key] -= 1
            still[key] += 1
        else:
            new.append(finding)
    if whole:
        new += [_stale(key, baseline) for key, number in sorted(left.items()) if number > 0]
    return Compared(tuple(new), sum(still.values()), still)


def _stale(key: Key, baseline: Baseline) -> Finding:
    rule, name, field = key
    where = f"{name} {field}".strip()
    return Finding(
        "baseline-stale",
        "warning",
        f"{rule} no longer finds what the baseline accepts in {where}",
        origin=Origin(baseline.file, baseline.lines.get(key, 0), 1),
        fix=Fix("run with --update-baseline to drop the entry"),
    )


def write(accepted: Mapping[Key, int]) -> str:
    """The file: JSON, sorted, one entry a line."""
    rows = []
    for key, number in sorted(accepted.items()):
        row: dict[str, Any] = dict(zip(_FIELDS, key, strict=True))
        if number > 1:
            row["count"] = number
        rows.append(json.dumps(row, ensure_ascii=False))
    body = "".join(f"\n    {row}{',' if n < len(rows) else ''}" for n, row in enumerate(rows, 1))
    return f'{{\n  "version": {VERSION},\n  "findings": [{body}{chr(10) + "  " if rows else ""}]\n}}\n'


def read(data: bytes, file: str) -> Baseline:
    """A baseline file. Raises UserError where it is not one."""
    try:
        document = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        raise _unusable(
            f"{file} is not a baseline: it is not JSON", Origin(file, line, getattr(error, "colno", 1))
        ) from None
    if not isinstance(document, dict) or document.get("version") != VERSION:
        raise _unusable(f"{file} is not a baseline of version {VERSION}", Origin(file, 1, 1))
    accepted: dict[Key, int] = {}
    rows = document.get("findings")
    for row in rows if isinstance(rows, list) else [None]:
        key = tuple(row.get(name) for name in _FIELDS) if isinstance(row, dict) else ()
        number = row.get("count", 1) if isinstance(row, dict) else 0
        if len(key) != 3 or not all(isinstance(part, str) for part in key) or type(number) is not int or number < 1:
            raise _unusable(f"{file}: an entry is not rule, object and field", Origin(file, 1, 1))
        accepted[str(key[0]), str(key[1]), str(key[2])] = number
    return Baseline(accepted, _lines(data, accepted), file)


def _lines(data: bytes, accepted: Iterable[Key]) -> dict[Key, int]:
    """On which line of a file as `write` makes it each entry stands."""
    at = {line.strip().rstrip(","): number for number, line in enumerate(data.decode("utf-8").split("\n"), 1)}
    found: dict[Key, int] = {}
    for text, number in at.items():
        if text.startswith('{"rule"'):
            try:
                row = json.loads(text)
                found[row["rule"], row["object"], row["field"]] = number
            except (ValueError, KeyError, TypeError):
                continue
    return {key: found.get(key, 1) for key in accepted}


def _unusable(message: str, origin: Origin) -> UserError:
    return UserError(message, origin, rule="baseline-unusable", fix="write it with --update-baseline, do not edit it")
