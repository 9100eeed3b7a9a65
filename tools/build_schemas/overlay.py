"""Hand-written facts: what the packages lack or have outgrown, each with its reason.

    upstream: Argo CD 3.5          # the release the result describes
    schema: {fields: ...}          # a whole kind, when no package has it
    changes:
      - at: [/spec/source, "**/sources/[]"]      # where: JSON pointers, [] items of a list, {} values of a map; **/
                                                 # every place that ends so
        why: Added in 3.5.
        add: {tagPrefix: string}                 # new or replaced fields
        remove: [old]                            # fields that are gone
        require: [type]                          # fields that must be there ...
        optional: [secretRef]                    # ... or need not any more
        enum: [New]                              # further values
        set: {minLength: 1, pattern: null}       # keywords; null takes one away
        partial: true                            # incomplete: unknown keys may be right

A shape is a type (`string`, `integer`, `number`, `boolean`, `object`, `any`, `map`, `int-or-string`, `quantity`), `[]`
behind it for a list, `!` behind that where the field is required; or a mapping: `{fields: {...}}` an object,
`{items: shape}` a list, `{values: shape}` a map, `{core: definition name}` a Kubernetes type, `{same: pointer}` a copy
of another place of this schema, with JSON Schema keywords beside it; a mapping with `required!: true` is required.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from tools.build_schemas.archive import BuildError
from tools.build_schemas.shapes import INT_OR_STRING, OPEN, QUANTITY

_WORDS: dict[str, dict[str, Any]] = {
    "string": {"type": "string"}, "integer": {"type": "integer"}, "number": {"type": "number"},
    "boolean": {"type": "boolean"}, "object": {"type": "object"}, "any": OPEN,
    "map": {"type": "object", "additionalProperties": {"type": "string"}}, "int-or-string": INT_OR_STRING,
    "quantity": {**INT_OR_STRING, "pattern": QUANTITY},
}  # fmt: skip
_VERBS = {"at", "why", "add", "remove", "require", "optional", "enum", "set", "partial"}

Core = Callable[[str], dict[str, Any]]


def segments(pointer: str) -> tuple[str, ...]:
    """A pointer's parts; names unescaped."""
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])


class Overlay:
    """The facts of one kind. `core` gives the structural schema of a Kubernetes definition by name."""

    def __init__(self, content: Mapping[str, Any], name: str, core: Core) -> None:
        unknown = content.keys() - {"upstream", "schema", "changes"}
        if unknown:
            raise BuildError(f"{name}: unknown key {sorted(unknown)[0]}.")
        self.name = name
        self.upstream: str = content.get("upstream", "")
        self.partial: tuple[tuple[str, ...], ...] = ()
        self._content = content
        self._core = core

    def apply(self, schema: Mapping[str, Any]) -> dict[str, Any]:
        """A changed copy of `schema`. Raises BuildError for a place that does not exist, so no fact is lost unseen."""
        root = copy.deepcopy(dict(schema))
        if "schema" in self._content:
            root = self._shape(self._content["schema"], root)
        partial: list[tuple[str, ...]] = []
        for change in self._content.get("changes", []):
            if change.keys() - _VERBS or not change.get("why"):
                raise BuildError(f"{self.name}: a change needs `why` and only the verbs {sorted(_VERBS)}: {change}")
            for place in self._places(root, change["at"]):
                self._change(root, place, change)
                if change.get("partial"):
                    partial.append(segments(place))
        self.partial = tuple(sorted(partial))
        return root

    def _change(self, root: dict[str, Any], place: str, change: Mapping[str, Any]) -> None:
        node = self._node(root, place)
        properties = node.setdefault("properties", {}) if change.get("add") else node.get("properties", {})
        required = set(node.get("required", ())) | set(change.get("require", ()))
        for name, shape in change.get("add", {}).items():
            properties[name] = self._shape(shape, root)
            if _is_required(shape):
                required.add(name)
        for name in change.get("remove", ()):
            if properties.pop(name, None) is None:
                raise BuildError(f"{self.name}: {place} has no field {name} to remove.")
            required.discard(name)
        for name in {*change.get("require", ()), *change.get("optional", ())} - properties.keys():
            raise BuildError(f"{self.name}: {place} has no field {name}.")
        node["required"] = sorted(required - set(change.get("optional", ())))
        if not node["required"]:
            del node["required"]
        node.update({"enum": [*node["enum"], *change["enum"]]} if change.get("enum") else {})
        for key, value in change.get("set", {}).items():
            node[key] = value
            if value is None:
                del node[key]

    def _places(self, root: dict[str, Any], at: str | list[str]) -> list[str]:
        """The pointers that `at` means."""
        found: list[str] = []
        for place in [at] if isinstance(at, str) else at:
            ending = place.removeprefix("**")
            matches = (
                [path for path in _paths(root, "") if path.endswith(ending)] if place.startswith("**/") else [place]
            )
            if not matches:
                raise BuildError(f"{self.name}: no place ends with {ending}.")
            found.extend(matches)
        return found

    def _node(self, root: dict[str, Any], place: str) -> dict[str, Any]:
        node = root
        for part in segments(place):
            key = {"[]": "items", "{}": "additionalProperties"}.get(part)
            found = node.get(key) if key else node.get("properties", {}).get(part)
            if not isinstance(found, dict):
                raise BuildError(f"{self.name}: the schema has nothing at {place} (from {part!r} on).")
            node = found
        return node

    def _shape(self, shape: Any, root: dict[str, Any]) -> dict[str, Any]:
        if isinstance(shape, str):
            word = shape.removesuffix("!")
            if word.endswith("[]"):
                return {"type": "array", "items": self._shape(word.removesuffix("[]"), root)}
            if word not in _WORDS:
                raise BuildError(f"{self.name}: {shape!r} is no shape.")
            return copy.deepcopy(_WORDS[word])
        rest = {key: value for key, value in shape.items() if key not in ("fields", "items", "values", "required!")}
        if "core" in rest:
            return {**self._core(rest.pop("core")), **rest}
        if "same" in rest:
            return {**copy.deepcopy(self._node(root, rest.pop("same"))), **rest}
        if "fields" in shape:
            fields = shape["fields"]
            required = {name for name, inner in fields.items() if _is_required(inner)} | set(rest.pop("required", ()))
            properties = {name: self._shape(inner, root) for name, inner in fields.items()}
            duties = {"required": sorted(required)} if required else {}
            return {"type": "object", "properties": properties, **duties, **rest}
        if "items" in shape:
            return {"type": "array", "items": self._shape(shape["items"], root), **rest}
        if "values" in shape:
            return {"type": "object", "additionalProperties": self._shape(shape["values"], root), **rest}
        return rest


def _paths(node: Mapping[str, Any], path: str) -> list[str]:
    """Every place of a schema as a pointer, parents first."""
    found = [path]
    for name, child in sorted(node.get("properties", {}).items()):
        found.extend(_paths(child, f"{path}/{name.replace('~', '~0').replace('/', '~1')}"))
    for key, part in (("items", "[]"), ("additionalProperties", "{}")):
        if isinstance(node.get(key), Mapping):
            found.extend(_paths(node[key], f"{path}/{part}"))
    return found


def _is_required(shape: Any) -> bool:
    return shape.endswith("!") if isinstance(shape, str) else bool(shape.get("required!"))
