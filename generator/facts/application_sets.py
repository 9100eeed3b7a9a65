"""ApplicationSets as far as they can be evaluated offline: the parameters their generators give, the names they make.

Source: https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/ and argo-cd
applicationset/generators.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from typing import Any

from generator.facts.cluster import get, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.selector import matches
from generator.model import Manifest

GENERATORS = (
    "list", "clusters", "git", "scmProvider", "pullRequest", "clusterDecisionResource", "matrix", "merge", "plugin",
)  # fmt: skip
"""Every generator."""

Parameters = Mapping[str, str]
_FAST = re.compile(r"\{\{\s*([A-Za-z_][\w.\-/\[\]]*)\s*\}\}")
_GO = re.compile(r"\{\{-?\s*\.([A-Za-z_][\w.]*)\s*-?\}\}")
_GO_ANY = re.compile(r"(?<![\w)\"'`])\.([A-Za-z_][\w.]*)")
_ACTION = re.compile(r"\{\{-?(.*?)-?\}\}", re.DOTALL)
_ALWAYS: Mapping[str, tuple[str, ...]] = {
    "clusters": ("name", "nameNormalized", "server", "project", "metadata"),
    "git": (
        "path", "path.path", "path.basename", "path.basenameNormalized", "path.filename", "path.filenameNormalized",
        "path.segments",
    ),
    "scmProvider": (
        "organization", "repository", "repository_id", "url", "branch", "branchNormalized", "sha", "short_sha",
        "short_sha_7", "labels",
    ),
    "pullRequest": (
        "number", "title", "branch", "branch_slug", "target_branch", "target_branch_slug", "head_sha",
        "head_short_sha", "head_short_sha_7", "labels", "author",
    ),
}  # fmt: skip


def generator_of(entry: Mapping[str, Any]) -> str:
    """The kind of a generator, "" when it is none or several at once."""
    named = [key for key in entry if key in GENERATORS]
    return named[0] if len(named) == 1 else ""


def go_template(manifest: Manifest) -> bool:
    return get(manifest.body, "spec", "goTemplate") is True


def _flat(element: Mapping[str, Any], before: str = "") -> dict[str, str]:
    """An element's values by the dotted names that templates use."""
    found: dict[str, str] = {}
    for key, value in element.items():
        if isinstance(value, Mapping):
            found |= _flat(value, f"{before}{key}.")
        else:
            found[f"{before}{key}"] = str(value).lower() if isinstance(value, bool) else str(value)
    return found


def elements(entry: Mapping[str, Any]) -> list[Parameters] | None:
    """The parameter sets a generator gives, None where they cannot be known from here; its `selector` is heeded."""
    found = _unselected(entry)
    selector = entry.get("selector")
    if found is None or not isinstance(selector, Mapping):
        return found
    return [element for element in found if matches(selector, element)]


def _unselected(entry: Mapping[str, Any]) -> list[Parameters] | None:
    match generator_of(entry):
        case "list":
            listed = mapping(entry, "list")
            if "elementsYaml" in listed or "elements" not in listed:
                return None
            return [_flat(row) for _, row in entries(listed, "elements")]
        case "matrix":
            parts = [elements(row) for _, row in entries(entry, "matrix", "generators")]
            known = [part for part in parts if part is not None]
            if len(known) < len(parts) or len(parts) != 2:
                return None
            return [{**one, **other} for one, other in product(*known)]
    return None


def parameters(entries_: Iterable[Mapping[str, Any]]) -> frozenset[str] | None:
    """The names some generator of the list gives; None when any of them may give names that are not known.

    A name without others inside it, such as `metadata`, may hold anything.
    """
    found: set[str] = set()
    for entry in entries_:
        kind = generator_of(entry)
        extra = set(mapping(entry, kind, "values")) if kind else set()
        found |= {f"values.{name}" for name in extra}
        if kind in ("matrix", "merge"):
            inner = parameters(row for _, row in entries(entry, kind, "generators"))
            if inner is None:
                return None
            found |= inner
        elif kind == "list":
            listed = elements(entry)
            if listed is None:
                return None
            found |= {name for element in listed for name in element}
        elif kind == "clusters" and mapping(entry, kind).get("flatList") is True:
            found.add("clusters")
        elif kind in _ALWAYS and not rows(entry, kind, "files"):
            prefix = text(entry, kind, "pathParamPrefix")
            found |= {f"{prefix}.{name}" if prefix else name for name in _ALWAYS[kind]}
        else:
            return None
    return frozenset(found)


def used(manifest: Manifest, written: str) -> set[str]:
    """The parameters a text of the template asks for; None of the functions and variables of Go templates."""
    if not go_template(manifest):
        return set(_FAST.findall(written))
    found: set[str] = set()
    for action in _ACTION.findall(written):
        plain = re.sub(r'"(?:[^"\\]|\\.)*"|`[^`]*`', '""', action)
        if re.match(r"\s*(range|with|define|template|block)\b", plain):
            return set()  # The dot means something else inside.
        found |= set(_GO_ANY.findall(plain))
    return found


def filled(manifest: Manifest, written: str, element: Parameters) -> str | None:
    """A text of the template with one element's values; None where it asks for more than plain values."""
    pattern = _GO if go_template(manifest) else _FAST
    missing: list[str] = []

    def value(found: re.Match[str]) -> str:
        if found[1] not in element:
            missing.append(found[1])
        return element.get(found[1], "")

    done = pattern.sub(value, written)
    return None if missing or "{{" in done else done


def names(manifest: Manifest) -> tuple[str, ...] | None:
    """The names of the Applications an ApplicationSet makes, repeated ones too; None where they cannot be known."""
    template = text(manifest.body, "spec", "template", "metadata", "name")
    made: list[str] = []
    for _, entry in entries(manifest.body, "spec", "generators"):
        listed = elements(entry)
        if listed is None:
            return None
        for element in listed:
            name = filled(manifest, template, element)
            if name is None:
                return None
            made.append(name)
    return tuple(made)
