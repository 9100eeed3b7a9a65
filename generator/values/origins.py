"""Where a folded value was written, and what it overrode: found by walking the layers when somebody asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.model import OMIT, Origin, Path
from generator.values.schema import ANY
from generator.values.source import Source
from generator.yamlio.read import Document

_NONE: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Layer:
    """One file, or one section of it (`prefix`), that was folded."""

    file: str
    prefix: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.file}#{'/'.join(self.prefix)}" if self.prefix else self.file

    @staticmethod
    @lru_cache(maxsize=4096)
    def parse(text: str) -> Layer:
        file, _, prefix = text.partition("#")
        return Layer(file, tuple(prefix.split("/")) if prefix else ())


@dataclass(frozen=True)
class Writing:
    """One layer's say on a value."""

    origin: Origin
    value: Any


def writings(
    source: Source, layers: Sequence[str], folded: Mapping[str, Any], path: Path, tree: Mapping[str, Any]
) -> list[Writing]:
    """Every layer that wrote the value at `path` of the folded values, strongest first."""
    named = _named(folded, path, tree)
    found = []
    for text in reversed(layers):
        layer = Layer.parse(text)
        document = source.documents.get(layer.file)
        if document is None:
            continue
        place = _resolve(document.data, layer.prefix, named)
        if place is None:
            continue
        line, column = document.position(place)
        found.append(Writing(Origin(layer.file, line, column, str(layer)), _get(document.data, place)))
    return found


def locate(
    source: Source,
    layers: Sequence[str],
    folded: Mapping[str, Any],
    path: Path,
    tree: Mapping[str, Any],
    *,
    key: bool = False,
) -> Origin | None:
    """The strongest layer's place for the value at `path`, or for its nearest ancestor that somebody wrote."""
    found = _written(source, layers, folded, path, tree)
    if found is None:
        return None
    layer, document, place = found
    return Origin(layer.file, *document.position(place, key=key), str(layer))


def span(
    source: Source,
    layers: Sequence[str],
    folded: Mapping[str, Any],
    path: Path,
    tree: Mapping[str, Any],
    *,
    key: bool = False,
) -> tuple[Origin, int] | None:
    """As `locate`, and how many characters to underline: a scalar itself, the key of everything else."""
    found = _written(source, layers, folded, path, tree)
    if found is None:
        return None
    layer, document, place = found
    key = key or len(place) < len(layer.prefix) + len(path) or isinstance(_get(document.data, place), dict | list)
    return Origin(layer.file, *document.position(place, key=key), str(layer)), document.length(place, key=key)


def _written(
    source: Source, layers: Sequence[str], folded: Mapping[str, Any], path: Path, tree: Mapping[str, Any]
) -> tuple[Layer, Document, Path] | None:
    """The strongest layer that says the value at `path` or its nearest ancestor, and the path there."""
    while path:
        named = _named(folded, path, tree)
        for text in reversed(layers):
            layer = Layer.parse(text)
            document = source.documents.get(layer.file)
            place = _resolve(document.data, layer.prefix, named) if document else None
            if document and place:
                return layer, document, place
        path = path[:-1]
    return None


def _named(folded: Any, path: Path, tree: Mapping[str, Any]) -> tuple[Any, ...]:
    """A path whose positions in identity lists are replaced by (identity key, identity value)."""
    named: list[Any] = []
    node: Any = folded
    for part in path:
        identity = tree.get("identity")
        if isinstance(node, list) and isinstance(part, int):
            item = node[part] if part < len(node) else None
            named.append(
                (identity, item[identity]) if identity and isinstance(item, dict) and identity in item else part
            )
            node = item
        else:
            named.append(part)
            node = node.get(part) if isinstance(node, Mapping) else None
        keys = tree.get("keys", _NONE)
        tree = keys.get(part) or keys.get(ANY) or _NONE
    return tuple(named)


def _resolve(data: Any, prefix: tuple[str, ...], named: tuple[Any, ...]) -> Path | None:
    """The real path of a named path in one document, or None when the document does not say it."""
    place: list[str | int] = []
    node = data
    for part in (*prefix, *named):
        if isinstance(part, tuple):
            if not isinstance(node, list):
                return None
            key, value = part
            index = next((n for n, item in enumerate(node) if isinstance(item, dict) and item.get(key) == value), None)
            if index is None:
                return None
            part = index
        elif isinstance(part, int):
            if not isinstance(node, list) or part >= len(node):
                return None
        elif not isinstance(node, Mapping) or part not in node:
            return None
        place.append(part)
        node = node[part]
    return tuple(place)


def _get(data: Any, path: Path) -> Any:
    for part in path:
        try:
            data = data[part]
        except (KeyError, IndexError, TypeError):
            return OMIT
    return data
