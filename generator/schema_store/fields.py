"""The fields of a kind as rows that people can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model import OMIT, Path
from generator.schema_store.trail import Node, governing, properties

_WORDS = {"object": "mapping", "array": "list"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `depth` is 0 for the fields directly below the place asked for; `path` starts at the object's root.

    `type` is in words. `choices` are the allowed values. `default` is OMIT when there is none. `more` says that fields
    below it were left out. `open` says that any key may stand below it.
    """

    path: Path
    depth: int
    type: str
    required: bool = False
    choices: tuple[Any, ...] = ()
    default: Any = OMIT
    more: bool = False
    open: bool = False

    @property
    def name(self) -> str:
        return str(self.path[-1]) if self.path else ""


def fields(root: Node, path: Path = (), levels: int = 2) -> Iterator[Field]:
    """The fields below `path` (no list positions needed: lists and maps are looked through), `levels` deep."""
    yield from _below(root, _through(root, path), 0, levels)


def known(root: Node, path: Path) -> bool:
    """Whether the schema knows a field at `path`."""
    return bool(governing(root, _through(root, path)))


def type_at(root: Node, path: Path) -> str:
    """The type of a field in words; list positions may be left out."""
    return type_words(root, (*_through(root, path[:-1]), *path[-1:]))


def _through(root: Node, path: Path) -> Path:
    """The path with the list positions that people leave out."""
    full: Path = ()
    for part in path:
        full = (*_into(root, full), part)
    return _into(root, full)


def _into(root: Node, path: Path) -> Path:
    """The path of what a list holds, or of what a map without named keys holds; any other path as it is."""
    while True:
        nodes = governing(root, path)
        if properties(nodes):
            return path
        if any(isinstance(node.get("items"), Mapping) for node in nodes):
            path = (*path, 0)
        else:
            return path


def _below(root: Node, path: Path, depth: int, levels: int) -> Iterator[Field]:
    nodes = governing(root, path)
    required = {name for node in governing(root, path, branches=False) for name in node.get("required", ())}
    for name in sorted(properties(nodes), key=lambda name: (_order(path, name), name)):
        here = (*path, name)
        field = _field(root, here, depth, name in required)
        below = _into(root, here)
        deeper = bool(properties(governing(root, below)))
        cut = deeper and depth + 1 >= levels
        yield Field(here, depth, field.type, field.required, field.choices, field.default, cut, field.open)
        if deeper and not cut:
            yield from _below(root, below, depth + 1, levels)


def _order(path: Path, name: str) -> int:
    """Objects start with who they are."""
    return ("apiVersion", "kind", "metadata", "spec").index(name) if not path and name in _FIRST else len(_FIRST)


_FIRST = ("apiVersion", "kind", "metadata", "spec")


def _field(root: Node, path: Path, depth: int, required: bool) -> Field:
    merged: dict[str, Any] = {}
    for node in reversed(governing(root, path, branches=False)):
        merged.update(node)
    choices = (merged["const"],) if "const" in merged else tuple(v for v in merged.get("enum", ()) if v is not None)
    free = not merged.get("properties") and merged.get("additionalProperties") in (None, True)
    is_open = free and "object" in _types(merged) or merged.get("x-argosy-partial") is True
    return Field(path, depth, type_words(root, path), required, choices, merged.get("default", OMIT), open=is_open)


def type_words(root: Node, path: Path) -> str:
    """The type at a path in words: `list of strings`, `map of integers`, `mapping`, `integer or string`."""
    nodes = governing(root, path, branches=False)
    types = list(dict.fromkeys(name for node in nodes for name in _types(node) if name != "null"))
    if types == ["array"]:
        inner = type_words(root, (*path, 0))
        return f"list of {_plural(inner)}" if inner else "list"
    if types == ["object"] and not properties(nodes):
        values = [n["additionalProperties"] for n in nodes if isinstance(n.get("additionalProperties"), Mapping)]
        inner = type_words(root, (*path, "")) if values else ""
        return f"map of {_plural(inner)}" if inner else "mapping"
    return " or ".join(_WORDS.get(name, name) for name in types)


def _plural(text: str) -> str:
    head, _, rest = text.partition(" ")
    return f"{head}s {rest}".rstrip()


def _types(node: Node) -> list[str]:
    types = node.get("type", [])
    return [types] if isinstance(types, str) else list(types)
