"""What an engine refuses, in one form for both engines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from generator.model import Path
from generator.schema_store.trail import Node, deref, follow


@dataclass(frozen=True, slots=True)
class Refusal:
    """One error as an engine reports it. `steps` is the schema path to the keyword (`$ref` steps optional).

    `instance` is what was judged: the data at `path`, or one of its keys. `branches` holds, for oneOf and anyOf, what
    each branch refuses. `unexpected` are the keys no property allows. `node` is the schema node that holds the keyword,
    where the engine hands it out.
    """

    keyword: str
    path: Path
    steps: Path
    instance: Any
    branches: tuple[tuple[Refusal, ...], ...] = ()
    unexpected: tuple[str, ...] = ()
    node: Any = None


@dataclass(frozen=True, slots=True)
class Fault:
    """One refused keyword with the schema node that holds it and the data it judged.

    `name` is the key that propertyNames refused. `names` are the unexpected or the missing keys. `conditions` are the
    if-nodes above the node, each with `then` or `else`.
    """

    keyword: str
    value: Any
    node: Node
    path: Path
    data: Any
    name: str | None = None
    names: tuple[str, ...] = ()
    branches: tuple[tuple[Fault, ...], ...] = ()
    conditions: tuple[tuple[Node, str], ...] = ()


def faults(root: Node, data: Any, refusals: Iterable[Refusal]) -> list[Fault]:
    """The refusals with their schema nodes, sorted by place in the data; one fault for each keyword and node."""
    found: dict[tuple[Any, ...], Fault] = {}
    for refusal in refusals:
        fault = _fault(root, data, refusal)
        key = (fault.keyword, fault.path, id(fault.node), fault.name)
        earlier = found.get(key)
        if earlier is not None:
            fault = replace(earlier, names=tuple(dict.fromkeys(earlier.names + fault.names)))
        found[key] = fault
    return sorted(found.values(), key=lambda fault: (sortable(fault.path), fault.keyword, fault.name or ""))


def _fault(root: Node, data: Any, refusal: Refusal) -> Fault:
    stop = follow(root, refusal.steps[:-1] if refusal.keyword != "falseSchema" else refusal.steps)
    node = refusal.node if isinstance(refusal.node, dict) else stop.node if isinstance(stop.node, dict) else {}
    if refusal.keyword not in node:
        node = deref(root, node)
    here = _at(data, refusal.path)
    value = node.get(refusal.keyword)
    return Fault(
        refusal.keyword,
        value,
        node,
        refusal.path,
        here,
        name=refusal.instance if isinstance(refusal.instance, str) and isinstance(here, dict) else None,
        names=_names(refusal, value, here),
        branches=tuple(tuple(faults(root, data, branch)) for branch in refusal.branches),
        conditions=stop.conditions,
    )


def _names(refusal: Refusal, value: Any, here: Any) -> tuple[str, ...]:
    if refusal.keyword == "required" and isinstance(value, list) and isinstance(here, dict):
        return tuple(name for name in value if name not in here)
    if refusal.keyword in ("dependencies", "dependentRequired") and isinstance(value, dict) and isinstance(here, dict):
        wanted = [name for key, names in value.items() if key in here and isinstance(names, list) for name in names]
        return tuple(name for name in dict.fromkeys(wanted) if name not in here)
    return tuple(sorted(refusal.unexpected))


def _at(data: Any, path: Path) -> Any:
    for part in path:
        data = data[part]
    return data


def sortable(path: Path) -> tuple[tuple[int, int, str], ...]:
    """A sort key of paths: list positions as numbers, keys by name."""
    return tuple((0, part, "") if isinstance(part, int) else (1, 0, part) for part in path)
