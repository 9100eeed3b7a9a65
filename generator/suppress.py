"""Findings that somebody decided to live with: on a line, for a file, on an object, or by rule in the settings."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from fnmatch import fnmatchcase

from generator.model import Finding, Fix, Origin
from generator.rules.builtin import waivable
from generator.rules.group import group, stands_for

LINE, FILE, OBJECT, SETTINGS = "line", "file", "object", "settings"


@dataclass(frozen=True, slots=True)
class Suppression:
    """One decision. `rules` are rule ids or globs; `until` is its last day; `origin` where it is written.

    LINE and FILE look at `file` (and `line`) of what a person wrote; OBJECT at the `file` and `object` of one
    manifest; SETTINGS at the globs `object` (`Kind/namespace/name`) and `path` (the written or the rendered file).
    """

    scope: str
    rules: tuple[str, ...]
    reason: str
    origin: Origin
    until: datetime.date | None = None
    file: str = ""
    line: int = 0
    object: str = "*"
    path: str = "*"

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding; dates are not looked at."""
        if not any(_means(rule, finding) for rule in self.rules):
            return False
        written = finding.origin.file if finding.origin else finding.path
        if self.scope == LINE:
            return finding.origin is not None and (written, finding.origin.line) == (self.file, self.line)
        if self.scope == FILE:
            return written == self.file
        if self.scope == OBJECT:
            return finding.path == self.file and finding.object == self.object
        return self._named(finding.object) and any(fnmatchcase(path, self.path) for path in (written, finding.path))

    def _named(self, text: str) -> bool:
        """Whether an object (`Kind.group namespace/name`) fits the glob `Kind/namespace/name`."""
        if self.object == "*":
            return True
        kind, _, rest = text.partition(" ")
        namespace, _, name = rest.rpartition("/")
        return fnmatchcase(f"{kind.partition('.')[0]}/{namespace}/{name}", self.object)


def _means(rule: str, finding: Finding) -> bool:
    """Whether a rule id, a glob of ids or the name of a group is about a finding."""
    if rule == finding.rule or fnmatchcase(finding.rule, rule):
        return True
    known = group(rule)
    return known is not None and known.covers(finding)


@dataclass(frozen=True, slots=True)
class Applied:
    """What is left after suppressing, findings about the suppressions among it, and how many were suppressed."""

    findings: tuple[Finding, ...]
    suppressed: int


def apply(
    findings: Iterable[Finding],
    suppressions: Collection[Suppression],
    *,
    today: datetime.date,
    known: Collection[str],
    ran: Collection[str] | None,
) -> Applied:
    """Take out what is suppressed and tell which suppressions are expired, unused or misspelt.

    `known` are all rule ids. `ran` are those that could have found something here; None leaves the unused untold,
    as when only a part was judged.
    """
    live = [s for s in suppressions if s.until is None or s.until >= today]
    exact: dict[tuple[str, int], list[Suppression]] = {}
    rest: list[Suppression] = []
    for one in live:
        if one.scope == LINE:
            exact.setdefault((one.file, one.line), []).append(one)
        else:
            rest.append(one)
    used: set[int] = set()
    left: list[Finding] = []
    count = 0
    for finding in findings:
        near = exact.get((finding.origin.file, finding.origin.line), ()) if finding.origin else ()
        hits = [s for s in (*near, *rest) if s.covers(finding)] if waivable(finding.rule) else []
        used.update(map(id, hits))
        if hits:
            count += 1
        else:
            left.append(finding)
    for one in suppressions:
        left += _about(one, used, today, known, ran)
    return Applied(tuple(left), count)


def _about(
    one: Suppression, used: Collection[int], today: datetime.date, known: Collection[str], ran: Collection[str] | None
) -> list[Finding]:
    """What is wrong with a suppression itself."""
    unknown = [rule for rule in one.rules if "*" not in rule and rule not in known]
    found = [_unknown(rule, one.origin, known) for rule in unknown]
    found += [_never(rule, one.origin) for rule in one.rules if rule in known and not _ever(rule)]
    if one.until is not None and one.until < today:
        message = f"the suppression of {', '.join(one.rules)} ended on {one.until.isoformat()}: {one.reason}"
        fix = "mend the cause, or decide anew and move the date"
        return [*found, Finding("suppression-expired", "warning", message, origin=one.origin, fix=Fix(fix))]
    could = ran is not None and all("*" in rule or all(each in ran for each in stands_for(rule)) for rule in one.rules)
    if id(one) not in used and not unknown and could:
        message = f"nothing here is found by {', '.join(one.rules)}: the suppression is unused"
        found.append(
            Finding("suppression-unused", "warning", message, origin=one.origin, fix=Fix("remove the suppression"))
        )
    return found


def _ever(rule: str) -> bool:
    """Whether findings of a rule, or some of a group's, are ever suppressed."""
    return any(waivable(each) for each in stands_for(rule))


def _never(rule: str, origin: Origin) -> Finding:
    message = f"{rule} cannot be suppressed: this has no effect"
    fix = Fix("mend the cause, and remove the suppression")
    return Finding("suppression-unused", "warning", message, origin=origin, fix=fix)


def _unknown(rule: str, origin: Origin, known: Collection[str]) -> Finding:
    near = get_close_matches(rule, known, 1)
    fix = f"did you mean {near[0]}?" if near else "`argosy rules` lists them"
    return Finding("suppression-unknown-rule", "warning", f"there is no rule {rule!r}", origin=origin, fix=Fix(fix))


def by_settings(rows: object, origins: Mapping[int, Origin], folder: str = "") -> list[Suppression]:
    """The suppressions of a settings file, already judged by its schema; `origins` by number in the list.

    Paths are relative to `folder`. A date that does not exist counts as passed.
    """
    made = []
    for number, row in enumerate(rows if isinstance(rows, list) else ()):
        path = str(row.get("path", "*"))
        if folder and path != "*":
            path = f"{folder}/{path}"
        made.append(
            Suppression(
                SETTINGS,
                (str(row["rule"]),),
                str(row["reason"]),
                origins[number],
                day(str(row["until"])) if "until" in row else None,
                object=str(row.get("object", "*")),
                path=path,
            )
        )
    return made


def day(text: str) -> datetime.date:
    """A date written YYYY-MM-DD; the earliest one where there is no such day."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return datetime.date.min
