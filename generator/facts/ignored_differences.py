"""Which differences an Application ignores: rows of `ignoreDifferences`, their pointers and expressions.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/ and argo-cd
util/argo/normalizers/diff_normalizer.go: group and kind are globs, an empty group is the core group.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.facts import globs
from generator.facts.applications import Declared
from generator.facts.cluster import rows
from generator.facts.fields import entries, text
from generator.model import Manifest, Path, pointer

FIELDS = ("jsonPointers", "jqPathExpressions", "managedFieldsManagers")
_ESCAPE = re.compile(r"~(?![01])")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_STEPS = re.compile(r"\.([A-Za-z_][A-Za-z0-9_]*)")


def selects(row: Mapping[str, Any], manifest: Manifest) -> bool:
    """Whether an ignore rule is about an object."""
    who = manifest.id
    if not globs.matches(text(row, "kind") or "*", who.kind) or not globs.matches(text(row, "group"), who.group):
        return False
    name, namespace = text(row, "name"), text(row, "namespace")
    return (not name or globs.matches(name, who.name)) and (not namespace or globs.matches(namespace, who.namespace))


def ignores(app: Declared, manifest: Manifest, path: Path) -> bool:
    """Whether an Application ignores differences of a field of an object."""
    for _, row in entries(app.spec, "ignoreDifferences"):
        if not selects(row, manifest):
            continue
        if rows(row, "managedFieldsManagers") or pointer(path) in rows(row, "jsonPointers"):
            return True
        if any(isinstance(e, str) and tuple(_STEPS.findall(e)) == path for e in rows(row, "jqPathExpressions")):
            return True
    return False


def pointer_problem(written: object) -> str:
    """What is wrong with a JSON pointer, "" when nothing is."""
    if not isinstance(written, str):
        return ""
    if written and not written.startswith("/"):
        return f"JSON pointer `{written}` must begin with a slash"
    return f"in JSON pointer `{written}` a ~ must be ~0 or ~1" if _ESCAPE.search(written) else ""


def jq_problem(written: object) -> str:
    """What is surely wrong with a jq path expression, "" when nothing is known: brackets, quotes, its beginning."""
    if not isinstance(written, str):
        return ""
    if not written.strip():
        return "the jq expression is empty"
    open_brackets: list[str] = []
    plain = re.sub(r'"(?:[^"\\]|\\.)*"', '""', written)
    if plain.count('"') % 2:
        return f"jq expression `{written}` has a quote that does not close"
    for char in plain:
        if char in "([{":
            open_brackets.append(char)
        elif char in _PAIRS and (not open_brackets or open_brackets.pop() != _PAIRS[char]):
            return f"jq expression `{written}` has a `{char}` too many"
    if open_brackets:
        return f"jq expression `{written}` has a `{open_brackets[-1]}` that does not close"
    if re.match(r"[A-Za-z_]+\.[A-Za-z]|/", plain):
        return f"jq expression `{written}` is no path: paths begin with a dot"
    return ""
