"""Values against the schema: each file at its own lines, then each app's folded values for what only they can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from generator.model import Finding, Fix, Origin, Path, Scene
from generator.schema_store import Problem, Schema, compile_schema
from generator.values.duplicates import duplicate_findings
from generator.values.layers import FLEET, Layers
from generator.values.schema import INSTANCES, SECTIONS, Shape
from generator.values.source import Source
from generator.yamlio.read import Document

_ROOM = 2000

_Fault = tuple[str, str, str, Origin, int, str]
"""An app's name, the rule, message, place and length, and the fix."""


def scope_of(file: str) -> str:
    """Which kind of values file this is."""
    if file == FLEET:
        return "fleet"
    kind = file.split("/")[1]
    return {"domains": "domain", "platform": "platform", "environments": "environment"}.get(kind, "service")


class Judge:
    """The values schemas, compiled when first needed."""

    def __init__(self, shapes: Mapping[str, Shape]) -> None:
        self._shapes = shapes
        self._compiled: dict[tuple[str, str], Schema] = {}

    def _schema(self, scope: str, form: str) -> Schema:
        key = (scope, form)
        if key not in self._compiled:
            self._compiled[key] = compile_schema(dict(getattr(self._shapes[scope], form)))
        return self._compiled[key]

    def files(self, source: Source) -> list[Finding]:
        """Everything wrong inside single files, each at its own line."""
        found: list[Finding] = []
        for file, document in sorted(source.documents.items()):
            nulls: list[Path] = []
            data = _without_nulls(document.data, (), nulls)
            found += document.findings
            for path in nulls:
                place = document.place(path)
                if place is not None and place.start == place.end:
                    found.append(_empty(document, path))
            found += self._layer(document, data, scope_of(file), ())
        return found

    def _layer(self, document: Document, data: Any, scope: str, prefix: Path) -> Iterator[Finding]:
        """One file against its scope, and each section of it against the scope whose values it holds."""
        schema = self._schema(scope, "full" if scope == "fleet" else "layer")
        if not schema.valid(data):
            for problem in schema.problems(data):
                yield _finding(document, replace(problem, path=(*prefix, *problem.path)))
        if not isinstance(data, dict):
            return
        yield from duplicate_findings(document, data, self._shapes[scope].identities, prefix)
        for key, inner in SECTIONS.get(scope, {}).items():
            if isinstance(data.get(key), dict):
                yield from self._layer(document, data[key], inner, (*prefix, key))
        instances = data.get(INSTANCES) if scope == "service" else None
        for name, values in instances.items() if isinstance(instances, dict) else ():
            if isinstance(values, dict):
                yield from self._layer(document, values, "service", (*prefix, INSTANCES, name))

    def apps(
        self, layers: Layers, scenes: Iterable[Scene], before: Iterable[Finding]
    ) -> tuple[list[Finding], frozenset[str]]:
        """What only the folded values show: required keys nobody wrote, combinations across layers.

        Also the folders of the apps whose values cannot be used.
        """
        seen = {(f.origin.file, f.origin.line) for f in before if f.origin}
        bad = {f.origin.file for f in before if f.origin}
        environments: dict[_Fault, list[str]] = {}
        scenes = list(scenes)
        refused: set[str] = set()
        for scene in scenes:
            for app in (*scene.services, *scene.domains, *scene.platform):
                schema = self._schema(app.scope, "full")
                unreadable = layers.unreadable(app)
                if not unreadable and schema.valid(app.values):
                    continue
                refused.add(app.folder)
                if unreadable:
                    continue
                for problem in schema.problems(app.values):
                    if app.origin.file in bad and problem.rule == "missing-required":
                        continue
                    origin, length = layers.span(app, problem.path, key=problem.at_key) or (app.origin, 1)
                    if (origin.file, origin.line) not in seen:
                        key = (app.name, problem.rule, problem.message, origin, length, problem.fix)
                        environments.setdefault(key, []).append(scene.environment)
        return [_told(key, names, len(scenes)) for key, names in environments.items()], frozenset(refused)


def _told(key: _Fault, environments: list[str], all_of_them: int) -> Finding:
    """One finding for a fault that several environments share."""
    name, rule, message, origin, length, text = key
    where = "" if len(environments) == all_of_them else f" in {', '.join(environments)}"
    fix = Fix(text) if text else None
    return Finding("values-" + rule, "error", f"{name}{where}: {message}", origin=origin, fix=fix, length=length)


def _finding(document: Document, problem: Problem) -> Finding:
    key = problem.at_key or isinstance(_get(document.data, problem.path), dict | list)
    line, column = document.position(problem.path, key=key)
    length = document.length(problem.path, key=key)
    return Finding(
        "values-" + problem.rule,
        "error",
        problem.message[:_ROOM],
        origin=Origin(document.file, line, column),
        fix=_fix(document.file, problem),
        length=length,
    )


def _fix(file: str, problem: Problem) -> Fix | None:
    return Fix(problem.fix, file, problem.path, problem.value) if problem.fix else None


def _empty(document: Document, path: Path) -> Finding:
    line, column = document.position(path, key=True)
    return Finding(
        "values-empty-value",
        "error",
        f"`{path[-1]}` is empty",
        origin=Origin(document.file, line, column),
        fix=Fix("write a value, or `null` to remove what it inherits"),
        length=len(str(path[-1])),
    )


def _get(node: Any, path: Path) -> Any:
    for part in path:
        try:
            node = node[part]
        except (KeyError, IndexError, TypeError):
            return None
    return node


def _without_nulls(node: Any, path: Path, nulls: list[Path]) -> Any:
    """The same tree without null-valued keys; their paths are added to `nulls`."""
    if type(node) is dict:
        kept = {}
        for key, value in node.items():
            if value is None:
                nulls.append((*path, key))
            else:
                kept[key] = _without_nulls(value, (*path, key), nulls) if type(value) in (dict, list) else value
        return kept
    if type(node) is list:
        return [_without_nulls(item, (*path, n), nulls) for n, item in enumerate(node)]
    return node


__all__ = ["Judge", "scope_of"]
