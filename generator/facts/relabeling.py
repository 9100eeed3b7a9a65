"""Relabelling rules as Prometheus takes or refuses them.

Source: prometheus model/relabel/relabel.go, Config.Validate, and prometheus-operator pkg/prometheus/validation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import re2
from generator.facts.cluster import rows
from generator.facts.fields import text

ACTIONS = (
    ("replace", "keep", "drop", "hashmod", "labelmap", "labeldrop", "labelkeep")
    + ("lowercase", "uppercase", "keepequal", "dropequal")
)  # fmt: skip
_SINCE = {"lowercase": (2, 36), "uppercase": (2, 36), "keepequal": (2, 41), "dropequal": (2, 41)}
_TARGETED = ("replace", "hashmod", "lowercase", "uppercase", "keepequal", "dropequal")
_LABEL = re.compile(r"(?:(?:[a-zA-Z_]|\$(?:\{\w+\}|\w+))+\w*)+\Z")
_DEFAULT_PATTERNS = ("", "(.*)")
_UNICODE = (3, 0)
Fault = tuple[str, str, str, str]
"""The key at fault, what is wrong, what to do, and how bad it is ("" for refused)."""


def problems(row: Mapping[str, Any], version: tuple[int, ...], assumed: str) -> Iterator[Fault]:
    """What Prometheus refuses of one relabelling."""
    action = (text(row, "action") or "replace").lower()
    if action not in ACTIONS:
        yield "action", f"there is no action `{action}`", f"use one of {', '.join(ACTIONS)}", ""
        return
    since = _SINCE.get(action)
    if since is not None and version < since:
        yield (
            "action",
            f"`{action}` needs Prometheus {since[0]}.{since[1]}, assumed is {assumed}",
            "update Prometheus",
            "",
        )
    pattern = text(row, "regex")
    wrong = re2.problem(pattern)
    if wrong:
        yield "regex", f"the regular expression `{pattern}` is not RE2: {wrong}", "mend the expression", ""
    yield from _targets(row, action, version)
    if action in ("labeldrop", "labelkeep"):
        yield from _only_regex(row, action)


def _targets(row: Mapping[str, Any], action: str, version: tuple[int, ...]) -> Iterator[Fault]:
    target, replacement = text(row, "targetLabel"), text(row, "replacement")
    if action in _TARGETED and not target:
        yield "targetLabel", f"`{action}` needs targetLabel", "name the label to write", ""
    elif action in _TARGETED and not _LABEL.match(target):
        yield _named("targetLabel", target, version)
    if action == "labelmap" and replacement and not _LABEL.match(replacement):
        yield _named("replacement", replacement, version)
    if action == "hashmod" and not row.get("modulus"):
        yield "modulus", "`hashmod` needs a modulus other than 0", "set modulus", ""
    if action in ("keepequal", "dropequal"):
        for key, defaults in (("regex", _DEFAULT_PATTERNS), ("separator", ("", ";")), ("replacement", ("", "$1"))):
            if text(row, key) not in defaults:
                yield key, f"`{action}` takes no {key}", f"remove {key}", ""
        if row.get("modulus"):
            yield "modulus", f"`{action}` takes no modulus", "remove modulus", ""


def _named(key: str, name: str, version: tuple[int, ...]) -> Fault:
    """A label name beyond the classic letters: Prometheus 3 takes it, but every query has to quote it."""
    fix = "use letters, digits and underscores"
    if version < _UNICODE:
        return key, f"`{name}` is no label name", fix, ""
    return key, f"the label `{name}` has to be quoted in every query", fix, "warning"


def _only_regex(row: Mapping[str, Any], action: str) -> Iterator[Fault]:
    for key, default in (("targetLabel", ""), ("separator", ";"), ("replacement", "$1")):
        if text(row, key) not in ("", default):
            yield key, f"`{action}` takes nothing but regex", f"remove {key}", ""
    if rows(row, "sourceLabels"):
        yield "sourceLabels", f"`{action}` takes nothing but regex", "remove sourceLabels", ""
    if row.get("modulus"):
        yield "modulus", f"`{action}` takes nothing but regex", "remove modulus", ""
