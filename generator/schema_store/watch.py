"""Checks that JSON Schema cannot express: keys of list maps, items of sets, unknown keys where a schema is partial."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.schema_store.trail import Node, resolve

_DEFAULTS = {"protocol": "TCP"}
"""Defaults of list keys that core schemas do not state: Kubernetes API reference, ContainerPort and ServicePort."""
_CORE = "#/$defs/io.k8s.api.core.v1."
_RULED = frozenset({f"{_CORE}EnvVar", f"{_CORE}ContainerPort"})
"""Items that the API server lets repeat, and that have rules of their own: env-duplicate, container-duplicate-port."""
_TOLERATED = frozenset({f"{_CORE}HostAlias", f"{_CORE}LocalObjectReference"})
"""Items that the API server lets repeat, though one is lost when the list is merged."""


@dataclass(slots=True)
class Watch:
    """What to look at in one node of the data, and below it. `known` is set where unknown keys are to be reported."""

    keys: tuple[str, ...] = ()
    defaults: tuple[Any, ...] = ()
    is_set: bool = False
    severity: str = "error"
    known: dict[str, Any] | None = None
    named: dict[str, Watch] = field(default_factory=dict)
    items: Watch | None = None
    values: Watch | None = None
    needed: bool = True

    def clean(self, data: Any) -> bool:
        """Whether there is nothing to report."""
        if isinstance(data, dict):
            if self.known is not None and not data.keys() <= self.known.keys():
                return False
            for name, watch in self.named.items():
                if name in data and not watch.clean(data[name]):
                    return False
            return self.values is None or all(self.values.clean(value) for value in data.values())
        if isinstance(data, list):
            if (self.keys or self.is_set) and any(True for _ in self.repeated(data)):
                return False
            if self.items is not None:
                return all(map(self.items.clean, data))
        return True

    def repeated(self, items: list[Any]) -> Iterator[tuple[int, int]]:
        """Positions of items that repeat an earlier one, with the position of that one."""
        seen: dict[Any, int] = {}
        for position, item in enumerate(items):
            key = self._key(item)
            if key is not None and seen.setdefault(key, position) != position:
                yield position, seen[key]

    def _key(self, item: Any) -> Any:
        if self.is_set:
            return (type(item), item) if isinstance(item, (str, int, float)) else None
        if not isinstance(item, dict):
            return None
        key = tuple(item.get(name, default) for name, default in zip(self.keys, self.defaults, strict=True))
        if all(value is None for value in key) or any(isinstance(value, (dict, list)) for value in key):
            return None
        return key


def watch(root: Node) -> Watch | None:
    """The watch of a whole object, or None when there is nothing to look at."""
    built = _Builder(root).build(root, False)
    return built if built.needed else None


class _Builder:
    """Builds watches once for each schema node; `needed` is settled after the tree below is known."""

    def __init__(self, root: Node) -> None:
        self._root = root
        self._made: dict[tuple[tuple[int, ...], bool], Watch] = {}

    def build(self, node: Any, partial: bool) -> Watch:
        parts = list(self._parts(node))
        partial = partial or any(part.get("x-argosy-partial") is True for part in parts)
        key = (tuple(map(id, parts)), partial)
        if key in self._made:
            return self._made[key]
        made = self._made[key] = Watch()
        for part in parts:
            self._fill(made, part, partial)
        made.needed = bool(
            made.keys or made.is_set or made.known is not None or made.named or made.items or made.values
        )
        return made

    def _fill(self, made: Watch, part: Node, partial: bool) -> None:
        items = part.get("items")
        kind = part.get("x-kubernetes-list-type")
        if kind == "map" and isinstance(items, Mapping) and items.get("$ref") not in _RULED:
            made.severity = "warning" if items.get("$ref") in _TOLERATED else "error"
            made.keys = tuple(part.get("x-kubernetes-list-map-keys", ()))
            made.defaults = tuple(self._default(items, name) for name in made.keys)
        made.is_set = made.is_set or kind == "set"
        named = part.get("properties", {})
        if partial and named and "additionalProperties" not in part:
            made.known = {**(made.known or {}), **named}
        for name, child in named.items():
            below = self.build(child, partial)
            if below.needed:
                made.named[name] = below
        for key in ("items", "additionalProperties"):
            if isinstance(part.get(key), Mapping):
                below = self.build(part[key], partial)
                if below.needed:
                    setattr(made, "items" if key == "items" else "values", below)

    def _parts(self, node: Any) -> Iterator[Node]:
        """The node and what it refers to."""
        for _ in range(50):
            if not isinstance(node, Mapping):
                return
            yield node
            if not isinstance(node.get("$ref"), str):
                return
            node = resolve(self._root, node["$ref"])

    def _default(self, items: Node, name: str) -> Any:
        for part in self._parts(items):
            child = part.get("properties", {}).get(name)
            if isinstance(child, Mapping) and "default" in child:
                return child["default"]
        return _DEFAULTS.get(name)
