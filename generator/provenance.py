"""Where rendered fields come from, and which fields a values line reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.build import Built
from generator.model import OMIT, App, Manifest, Origin, Path
from generator.template import resolved
from generator.values.origins import Writing
from generator.yamlio.read import Document, read_all


@dataclass(frozen=True)
class Source:
    """One values leaf behind a field: its path in the values, and every layer's say, strongest first."""

    path: Path
    app: App
    writings: tuple[Writing, ...]


def field_at(manifest: Manifest, line: int) -> Path | None:
    """The path of the field that stands on a line of the rendered text; the deepest one."""
    document = read_all(manifest.text.encode(), manifest.path).documents[0]
    found: Path | None = None
    for path in _paths(manifest.body):
        if _line(document, path) == line and (found is None or len(path) > len(found)):
            found = path
    return found


def _line(document: Document, path: Path) -> int:
    return document.position(path, key=True)[0]


def _paths(node: Any, path: Path = ()) -> Iterator[Path]:
    rows = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in rows:
        yield (*path, key)
        yield from _paths(child, (*path, key))


def get(body: Any, path: Path) -> Any:
    """The value at a path, or OMIT."""
    for part in path:
        try:
            body = body[part]
        except (KeyError, IndexError, TypeError):
            return OMIT
    return body


def source_of(built: Built, manifest: Manifest, path: Path) -> tuple[Origin | None, Source | None]:
    """The place behind a field, and the values leaf there with what it overrode; None where nothing is known."""
    origin = manifest.origin(path)
    if origin is None or manifest.app is None:
        return origin, None
    apps = [manifest.app]
    if manifest.app.scope == "domain":
        apps += [
            app for scene in built.fleet.scenes if scene.environment == manifest.environment for app in scene.services
        ]
    for app in apps:
        for leaf in _paths(app.values):
            if not isinstance(get(app.values, leaf), (dict, list)) and built.layers.locate(app, leaf) == origin:
                return origin, Source(leaf, app, tuple(built.layers.writings(app, leaf)))
    return origin, None


def reached(built: Built, file: str, line: int) -> Iterator[tuple[Manifest, Path, Any]]:
    """Every rendered field whose value stands on a line of a values file."""
    for manifest in built.fleet:
        fields = getattr(manifest.locate, "fields", {})
        for path, held in sorted(fields.items(), key=lambda row: [str(part) for part in row[0]]):
            origin = resolved(held)
            if origin is not None and origin.file == file and origin.line == line:
                yield manifest, path, get(manifest.body, path)
