"""The platform with one thing broken: a case as data to the findings that the platform as it is does not have.

A case has `name`, `file` (below the repository) and one change: `replace` ({old, new}; `old` stands there once),
`append` (text after the file's end), `insert` ({after, text}: lines after the one line that holds `after`), `add` (the
text of a file that is not there) or `remove: true`. `environment` is production where none is named. `expect` has
`rule`, `line` (text of the one line that the finding leads to, in the changed file), and optionally `severity` (error),
`file` (the changed one), `message` (a part of it) and `related` (text of the one line of the changed file that another
of its places leads to). An empty `line` is the first one.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from generator.build import Built, build
from generator.conformity import Conformity
from generator.model import Finding, UserError
from generator.rendered.apply import apply
from generator.rendered.drift import check
from generator.rendered.plan import plan
from generator.rules.builtin import builtin
from generator.rules.catalogue import rules
from generator.validate import Options, judge
from generator.values.source import Source, read_source, source_of

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(__file__).parent / "broken_platform"
PRODUCTION = "production"
CHANGES = ("replace", "append", "insert", "add", "remove")
_KEYS = {"name", "file", "environment", "expect", *CHANGES}


def cases() -> list[dict[str, Any]]:
    """Every case of every family, its name preceded by the family's."""
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        for row in yaml.safe_load(path.read_text("utf8")):
            assert set(row) <= _KEYS and len([key for key in CHANGES if key in row]) == 1, row
            found.append({**row, "name": f"{path.stem}: {row['name']}"})
    return found


@lru_cache(maxsize=1)
def platform() -> Source:
    """The platform's values as they are."""
    return read_source(ROOT)


@lru_cache(maxsize=1)
def rendered() -> Mapping[str, bytes]:
    """What production renders, by its path in the repository."""
    return {f"rendered/{manifest.path}": manifest.text.encode() for manifest in built().fleet}


@lru_cache(maxsize=1)
def built() -> Built:
    return build(platform(), [PRODUCTION])


def changed(case: Mapping[str, Any]) -> bytes | None:
    """The bytes of the case's file after the change; None where it is removed."""
    file = case["file"]
    there = rendered() if file.startswith("rendered/") else platform().bytes_by_file
    if "add" in case:
        assert file not in there, f"{file} is there already"
        return str(case["add"]).encode()
    before = there[file].decode()
    if "remove" in case:
        return None
    if "append" in case:
        return f"{before}{case['append']}".encode()
    if "insert" in case:
        return _inserted(before, case["insert"]["after"], case["insert"]["text"]).encode()
    old, new = case["replace"]["old"], case["replace"]["new"]
    assert before.count(old) == 1, f"{old!r} stands {before.count(old)} times in {file}"
    return before.replace(old, new).encode("utf8", "surrogateescape")


def _inserted(text: str, after: str, lines: str) -> str:
    rows = text.splitlines(keepends=True)
    (number,) = [n for n, row in enumerate(rows) if after in row]
    return "".join((*rows[: number + 1], lines, *rows[number + 1 :]))


def broken(case: Mapping[str, Any]) -> Source:
    """The platform's values after the case's change."""
    files = {file: data for file, data in platform().bytes_by_file.items() if file != case["file"]}
    data = changed(case)
    if data is not None:
        files[case["file"]] = data
    return source_of(dict(sorted(files.items())), ignored=platform().ignored)


def findings(source: Source, environment: str, rule: str = "") -> list[Finding]:
    """What is wrong in one environment: values that cannot be used, else what the validator says.

    With a rule it judges by that rule's family alone, which takes a third of the time.
    """
    try:
        made = build(source, [environment])
    except UserError as error:
        return list(error.findings)
    if made.failed:
        return list(made.findings)
    return [*made.findings, *judge(made.fleet, _conformity(), Options(ignore=others(rule))).findings]


@cache
def others(rule: str) -> tuple[str, ...]:
    """Every family but the rule's; none where there is no such rule, and schemas always count."""
    families = {each.id: each.family for each in rules()}
    kept = {families.get(rule), "schema"}
    return tuple(sorted(set(families.values()) - kept)) if rule in families or builtin(rule) else ()


@lru_cache(maxsize=1)
def _conformity() -> Conformity:
    return Conformity()


@lru_cache(maxsize=4)
def known(environment: str) -> frozenset[tuple[str, ...]]:
    """What is found in the platform as it is, without lines: a change moves them."""
    return frozenset(_key(finding) for finding in findings(platform(), environment))


def _key(finding: Finding) -> tuple[str, ...]:
    return (finding.rule, finding.message, finding.object, finding.pointer)


def news(case: Mapping[str, Any]) -> list[Finding]:
    """The findings that the case's change causes."""
    if case["file"].startswith("rendered/"):
        return drift(case)
    environment = case.get("environment", PRODUCTION)
    return [
        finding
        for finding in findings(broken(case), environment, case["expect"]["rule"])
        if _key(finding) not in known(environment)
    ]


def drift(case: Mapping[str, Any]) -> list[Finding]:
    """What is told of a rendered tree in which the case's file was changed by hand."""
    with tempfile.TemporaryDirectory() as folder:
        root, file = Path(folder), Path(folder) / case["file"]
        fleet, inputs = built().fleet, platform().digests
        apply(plan(fleet, root, inputs=inputs, tool={}))
        data = changed(case)
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data)
        return check(fleet, root, inputs=inputs, tool={})


def all_news(wanted: Sequence[Mapping[str, Any]]) -> dict[str, list[Finding] | str]:
    """What each case causes, by its name; text where something is wrong with the case or with us. Two at a time."""
    for environment in {case.get("environment", PRODUCTION) for case in wanted}:
        known(environment)
    if len(wanted) < 4:
        return dict(map(_named, wanted))
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return dict(pool.imap_unordered(_named, wanted, chunksize=4))


def _named(case: Mapping[str, Any]) -> tuple[str, list[Finding] | str]:
    import traceback

    try:
        return case["name"], news(case)
    except Exception:
        return case["name"], traceback.format_exc()


def text_of(case: Mapping[str, Any], file: str) -> str:
    """The text of a file after the case's change."""
    data = changed(case) if file == case["file"] else platform().bytes_by_file[file]
    return (data or b"").decode("utf8", "replace")
