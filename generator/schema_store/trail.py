"""Finding one's way in a schema: references, the node behind an error, the nodes that judge a place in the data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.model import Path, pointer_path

Node = Mapping[str, Any]

_NAMED = ("properties", "patternProperties", "definitions", "$defs", "dependencies", "dependentSchemas")
_BRANCHES = ("allOf", "anyOf", "oneOf")
_CONDITIONAL = ("then", "else")


@dataclass(frozen=True, slots=True)
class Stop:
    """Where a schema path ends: the node there, the conditions it stands under, each as (if-node, then or else)."""

    node: Any
    conditions: tuple[tuple[Node, str], ...] = ()


def deref(root: Node, node: Any) -> Any:
    """The node itself, or what its local `$ref` chain points to; a broken or endless chain ends where it breaks."""
    for _ in range(100):
        if not isinstance(node, Mapping) or not isinstance(node.get("$ref"), str):
            return node
        target = resolve(root, node["$ref"])
        if target is None:
            return node
        node = target
    return node


def resolve(root: Node, reference: str) -> Any:
    """What a local reference (`#`, `#/definitions/x`) points to, or None."""
    if not reference.startswith("#") or (len(reference) > 1 and reference[1] != "/"):
        return None
    node: Any = root
    for part in pointer_path(reference[1:]):
        if isinstance(node, Mapping) and part in node:
            node = node[part]
        elif isinstance(node, list) and part.isdigit() and int(part) < len(node):
            node = node[int(part)]
        else:
            return None
    return node


def follow(root: Node, steps: Path) -> Stop:
    """Where `steps` lead from the root. `$ref` steps may be present or left out, as engines differ in that."""
    node: Any = root
    conditions: list[tuple[Node, str]] = []
    among_names, holder, named = False, node, ""
    for step in steps:
        if step == "$ref" and not among_names:
            node = deref(root, node)
            continue
        if isinstance(node, Mapping) and step not in node:
            # Left out of the path: the reference of the node itself, or of the node that holds these names.
            node = deref(root, holder).get(named, node) if among_names else deref(root, node)
        if step in _CONDITIONAL and not among_names and isinstance(node, Mapping) and "if" in node:
            conditions.append((node["if"], str(step)))
        among_names = not among_names and step in _NAMED
        holder, named = node, str(step)
        node = _child(node, step)
    return Stop(node, tuple(conditions))


def _child(node: Any, step: str | int) -> Any:
    if isinstance(node, Mapping):
        return node.get(str(step))
    if isinstance(node, list) and isinstance(step, int) and step < len(node):
        return node[step]
    return None


def governing(root: Node, path: Path, *, branches: bool = True) -> list[Node]:
    """Every schema node that judges the data at `path`, through references, in schema order.

    `branches` also follows allOf, anyOf, oneOf, then and else.
    """
    nodes = list(_spread(root, root, branches))
    for part in path:
        step = [child for node in nodes for child in _down(node, part)]
        nodes = [found for child in step for found in _spread(root, child, branches)]
    return nodes


def properties(nodes: list[Node]) -> dict[str, Any]:
    """The named properties of several nodes that judge one mapping; the first to name one wins."""
    found: dict[str, Any] = {}
    for node in nodes:
        for name, child in node.get("properties", {}).items():
            found.setdefault(name, child)
    return found


def _spread(root: Node, node: Any, branches: bool, seen: frozenset[int] = frozenset()) -> Iterator[Node]:
    if not isinstance(node, Mapping) or id(node) in seen:
        return
    yield node
    seen = seen | {id(node)}
    if isinstance(node.get("$ref"), str):
        yield from _spread(root, resolve(root, node["$ref"]), branches, seen)
    if not branches:
        return
    for key in _BRANCHES:
        for branch in node.get(key, ()):
            yield from _spread(root, branch, branches, seen)
    for key in _CONDITIONAL:
        if key in node:
            yield from _spread(root, node[key], branches, seen)


def _down(node: Node, part: str | int) -> Iterator[Any]:
    if isinstance(part, int):
        items = node.get("items")
        if isinstance(items, list):
            if part < len(items):
                yield items[part]
        elif items is not None:
            yield items
        return
    named = node.get("properties", {})
    if part in named:
        yield named[part]
        return
    yield from node.get("patternProperties", {}).values()
    if isinstance(node.get("additionalProperties"), Mapping):
        yield node["additionalProperties"]
