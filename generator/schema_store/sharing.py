"""Repeated subtrees of a schema, written once and referred to."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

_WORTHWHILE = 160
"""Bytes of JSON below which a reference costs more than it saves."""


def share(root: Mapping[str, Any], definitions: Mapping[str, Any]) -> dict[str, Any]:
    """`root` with every large subtree that occurs more than once moved to `$defs`, beside `definitions`.

    A shared subtree is named for the property it was first found under.
    """
    index = _Index()
    index.visit(root, "root")
    index.count(root)
    builder = _Builder(index, dict(definitions))
    out = builder.body(root)
    out["$defs"] = builder.definitions
    return out


def _children(schema: Mapping[str, Any]) -> list[tuple[str, str | None, Mapping[str, Any]]]:
    """The schemas of fields directly below: keyword, property name or None, schema."""
    found: list[tuple[str, str | None, Mapping[str, Any]]] = []
    for name, child in sorted(schema.get("properties", {}).items()):
        found.append(("properties", name, child))
    for keyword in ("additionalProperties", "items"):
        if isinstance(schema.get(keyword), Mapping):
            found.append((keyword, None, schema[keyword]))
    return found


class _Index:
    """Which subtrees are equal, how often each occurs outside an earlier equal one, how large each is."""

    def __init__(self) -> None:
        self.number: dict[int, int] = {}
        self.counts: list[int] = []
        self.sizes: list[int] = []
        self.names: list[str] = []
        self._numbers: dict[str, int] = {}

    def visit(self, schema: Mapping[str, Any], name: str) -> int:
        """Number `schema`: equal subtrees get the same number. Returns it."""
        text = json.dumps(self._shape(schema, name), sort_keys=True)
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self.counts)
            self.counts.append(0)
            self.sizes.append(len(text) + sum(self.sizes[self.number[id(child)]] for *_, child in _children(schema)))
            self.names.append(name)
        self.number[id(schema)] = number
        return number

    def count(self, schema: Mapping[str, Any]) -> None:
        """Count what lies below `schema`; below an equal subtree nothing counts twice."""
        for *_, child in _children(schema):
            number = self.number[id(child)]
            self.counts[number] += 1
            if self.counts[number] == 1:
                self.count(child)

    def _shape(self, schema: Mapping[str, Any], name: str) -> dict[str, Any]:
        """The schema with its fields' schemas replaced by their numbers."""
        shape = dict(schema)
        if "properties" in schema:
            shape["properties"] = {key: self.visit(child, key) for key, child in sorted(schema["properties"].items())}
        for keyword in ("additionalProperties", "items"):
            if isinstance(schema.get(keyword), Mapping):
                shape[keyword] = {"number": self.visit(schema[keyword], name)}
        return shape


class _Builder:
    """Writes the shared form."""

    def __init__(self, index: _Index, definitions: dict[str, Any]) -> None:
        self.index = index
        self.definitions = definitions
        self._taken: dict[int, str] = {}

    def schema(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        number = self.index.number[id(schema)]
        if self.index.counts[number] < 2 or self.index.sizes[number] < _WORTHWHILE:
            return self.body(schema)
        if number not in self._taken:
            name = self._taken[number] = self._free(self.index.names[number])
            self.definitions[name] = {}
            self.definitions[name] = self.body(schema)
        return {"$ref": f"#/$defs/{self._taken[number]}"}

    def body(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        out = dict(schema)
        if "properties" in schema:
            out["properties"] = {name: self.schema(child) for name, child in sorted(schema["properties"].items())}
        for keyword in ("additionalProperties", "items"):
            if isinstance(schema.get(keyword), Mapping):
                out[keyword] = self.schema(schema[keyword])
        return out

    def _free(self, wanted: str) -> str:
        base = re.sub(r"[^A-Za-z0-9_.-]", "_", wanted)
        name, count = base, 1
        while name in self.definitions:
            count += 1
            name = f"{base}{count}"
        return name
