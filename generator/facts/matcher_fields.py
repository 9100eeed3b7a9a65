"""Every matcher of an AlertmanagerConfig as it is written, and what Alertmanager refuses of one.

Source: alertmanager pkg/labels/matcher.go and prometheus-operator pkg/alertmanager/validation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts import re2
from generator.facts.alertmanager_tree import every_route
from generator.facts.cluster import Cluster, get, rows
from generator.facts.fields import entries, text
from generator.facts.label_match import SIGNS, sign_of
from generator.model import Manifest, Path

_NAME = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*\Z")
_UNICODE = (0, 27)
Fault = tuple[str, str, str]
"""The key at fault ("" for the whole matcher), what is wrong, and what to do."""


def matcher_rows(manifest: Manifest, cluster: Cluster) -> Iterator[tuple[Path, Any]]:
    """Each matcher of the routes and inhibit rules, with its path."""
    lists: list[Path] = [(*route.path, "matchers") for route in every_route(manifest, cluster)]
    for n, _ in entries(manifest.body, "spec", "inhibitRules"):
        lists += [("spec", "inhibitRules", n, side) for side in ("sourceMatch", "targetMatch")]
    for path in lists:
        for n, row in enumerate(rows(get(manifest.body, *path))):
            yield (*path, n), row


def problem(row: Any, version: tuple[int, ...]) -> Fault | None:
    """What Alertmanager refuses of a matcher, None when it takes it."""
    if not isinstance(row, Mapping):
        return "", f"`{row}` is no matcher", 'write it as name="value"'
    name, sign, value = text(row, "name"), sign_of(row), text(row, "value")
    if not name:
        return ("name" if "name" in row else ""), "the matcher names no label", "name the label"
    if not _NAME.match(name) and version < _UNICODE:
        return "name", f"`{name}` is no label name", "use letters, digits and underscores"
    if sign not in SIGNS:
        return "matchType", f"there is no sign `{sign}`", f"use one of {', '.join(SIGNS)}"
    if sign in ("=~", "!~") and re2.problem(value):
        return "value", f"the regular expression `{value}` is not RE2: {re2.problem(value)}", "mend the expression"
    return None
