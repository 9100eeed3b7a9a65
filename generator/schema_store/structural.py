"""A CRD's structural schema -> one strict, self-contained JSON Schema without descriptions.

The result is the whole content of `schemas/crd/<group>/<kind>_<version>.json`: JSON Schema 2020-12 for one whole
object; it needs no registry and no other file. Every `$ref` is `#/$defs/<name>`: `ObjectMeta` is always there, every
other name is a subtree that occurs more than once. Keywords the engines ignore and our checks read:
`x-kubernetes-list-type`, `x-kubernetes-list-map-keys`, `x-kubernetes-map-type`, `x-kubernetes-validations` (CEL),
`default`, `format` (a hint, never asserted), `x-argosy-partial` (below this node unknown keys may be right) and
`x-argosy-pattern` (a pattern the engines cannot run, so nothing enforces it).
The rules of structural schemas: Kubernetes documentation, "Extend the Kubernetes API with CustomResourceDefinitions".
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from generator.model import Path, UserError, pointer
from generator.schema_store.go_pattern import portable
from generator.schema_store.object_meta import object_meta
from generator.schema_store.sharing import share

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ITEMS, VALUES = "[]", "{}"
"""The path segments of an array's items and of a map's values."""

_META = {"$ref": "#/$defs/ObjectMeta"}
_COPIED = (
    "default", "enum", "maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties",
    "multipleOf", "required", "uniqueItems",
    "x-kubernetes-list-map-keys", "x-kubernetes-list-type", "x-kubernetes-map-type", "x-kubernetes-validations",
)  # fmt: skip
_BRANCHES = ("allOf", "anyOf", "oneOf")
_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_NUMERIC_FORMATS = {"int32", "int64", "float", "double", "int-or-string"}


def json_schema(
    structural: Mapping[str, Any], *, group: str, version: str, kind: str, partial: Collection[Path] = ()
) -> dict[str, Any]:
    """The strict JSON Schema of one served version of a kind.

    `structural` is `spec.versions[].schema.openAPIV3Schema`. `partial` holds the paths (property names, `[]` for
    items, `{}` for map values) of subtrees known to be incomplete: they accept unknown keys. Raises UserError when
    the schema itself is malformed.
    """
    node = _schema(structural, ())
    root = _Writer(frozenset(partial)).schema(node, (), opened=False)
    properties = {key: value for key, value in root.get("properties", {}).items() if key != "status"}
    api_version = f"{group}/{version}" if group else version
    root["type"] = "object"
    root["properties"] = properties | {
        "apiVersion": {"const": api_version, "type": "string"},
        "kind": {"const": kind, "type": "string"},
        "metadata": _root_metadata(properties.get("metadata", {})),
        "status": {"type": "object"},
    }
    root["required"] = sorted({"apiVersion", "kind", "metadata", *root.get("required", ())} - {"status"})
    if not properties.keys() - {"apiVersion", "kind", "metadata"}:
        root.pop("additionalProperties", None)
    return {"$schema": DIALECT, **share(root, {"ObjectMeta": object_meta()})}


def _root_metadata(declared: Mapping[str, Any]) -> dict[str, Any]:
    """ObjectMeta, with the limits that a CRD may set on the name."""
    limits = {key: value for key, value in declared.get("properties", {}).items() if key in ("name", "generateName")}
    return {**_META, "properties": limits} if limits else dict(_META)


def _schema(node: Any, path: Path) -> Mapping[str, Any]:
    """`node` if it can be a schema, else a UserError that says where."""
    if isinstance(node, bool):
        return {}
    if not isinstance(node, Mapping):
        raise UserError(f"The CRD's schema at {pointer(path) or '/'} is not a mapping.", rule="crd-schema")
    properties = node.get("properties", {})
    if not isinstance(properties, Mapping) or not all(isinstance(key, str) for key in properties):
        raise UserError(f"`properties` of the CRD's schema at {pointer(path) or '/'} is not a mapping of names.",
                        rule="crd-schema")  # fmt: skip
    for key in ("required", "enum", *_BRANCHES):
        if key in node and not isinstance(node[key], list):
            raise UserError(f"`{key}` of the CRD's schema at {pointer(path) or '/'} is not a list.", rule="crd-schema")
    return node


class _Writer:
    """Writes the nodes below one root; `partial` as in json_schema."""

    def __init__(self, partial: frozenset[Path]) -> None:
        self.partial = partial

    def schema(self, node: Mapping[str, Any], path: Path, *, opened: bool) -> dict[str, Any]:
        """One node that describes a field. `opened`: it lies in a partial subtree."""
        opened = opened or path in self.partial
        out = self._constraints(node, path)
        if path in self.partial:
            out["x-argosy-partial"] = True
        self._children(out, node, path, opened)
        if _is_pod_template(node):
            out["properties"]["metadata"] = dict(_META)
        if node.get("x-kubernetes-embedded-resource"):
            _embed(out)
        closed = not (opened or node.get("x-kubernetes-preserve-unknown-fields"))
        if closed and out.get("properties") and "additionalProperties" not in out:
            out["additionalProperties"] = False
        return _finish(out, node)

    def _children(self, out: dict[str, Any], node: Mapping[str, Any], path: Path, opened: bool) -> None:
        properties = node.get("properties") or {}
        if properties:
            out["properties"] = {
                name: self.schema(_schema(child, (*path, name)), (*path, name), opened=opened)
                for name, child in sorted(properties.items())
            }
        if isinstance(node.get("items"), Mapping):
            out["items"] = self.schema(_schema(node["items"], (*path, ITEMS)), (*path, ITEMS), opened=opened)
        extra = node.get("additionalProperties")
        if isinstance(extra, Mapping):
            out["additionalProperties"] = self.schema(_schema(extra, (*path, VALUES)), (*path, VALUES), opened=opened)
        elif isinstance(extra, bool) and not (opened and extra is False):
            out["additionalProperties"] = extra

    def _constraints(self, node: Mapping[str, Any], path: Path) -> dict[str, Any]:
        """Every keyword that is not a child schema of a field."""
        out = {key: node[key] for key in _COPIED if node.get(key) is not None}
        out = {key: value for key, value in out.items() if value != [] or key == "default"}
        int_or_string = node.get("x-kubernetes-int-or-string") or node.get("format") == "int-or-string"
        if int_or_string:
            out["type"] = ["integer", "string"]
        elif node.get("type"):
            out["type"] = node["type"]
        _bounds(out, node)
        _pattern(out, node)
        for key in _BRANCHES:
            branches = [self._branch(_schema(branch, path), path) for branch in node.get(key, [])]
            branches = [branch for branch in branches if branch] if key == "allOf" else branches
            if branches and not (int_or_string and _only_types(branches)):
                out[key] = branches
        if "not" in node:
            out["not"] = self._branch(_schema(node["not"], path), path)
        return out

    def _branch(self, node: Mapping[str, Any], path: Path) -> dict[str, Any]:
        """A schema inside allOf, anyOf, oneOf or not: it constrains, it declares no field."""
        out = self._constraints(node, path)
        for name, child in sorted((node.get("properties") or {}).items()):
            out.setdefault("properties", {})[name] = self._branch(_schema(child, (*path, name)), (*path, name))
        if isinstance(node.get("items"), Mapping):
            out["items"] = self._branch(_schema(node["items"], (*path, ITEMS)), (*path, ITEMS))
        if isinstance(node.get("additionalProperties"), Mapping):
            child = _schema(node["additionalProperties"], (*path, VALUES))
            out["additionalProperties"] = self._branch(child, (*path, VALUES))
        return _finish(out, node)


def _bounds(out: dict[str, Any], node: Mapping[str, Any]) -> None:
    """Limits of numbers; OpenAPI 3.0 says exclusive with a boolean, JSON Schema with the number itself."""
    form = node.get("format")
    low, high = _RANGES.get(form if isinstance(form, str) else "", (None, None))
    for side, exclusive, limit, stricter in (
        ("minimum", "exclusiveMinimum", low, max),
        ("maximum", "exclusiveMaximum", high, min),
    ):
        declared, beyond = _number(node.get(side)), node.get(exclusive)
        if beyond is True and declared is not None:
            out[exclusive], declared = declared, None
        elif isinstance(beyond, (int, float)) and not isinstance(beyond, bool):
            out[exclusive] = _number(beyond)
        limits = [value for value in (declared, limit) if value is not None]
        if limits:
            out[side] = stricter(limits)
    if isinstance(form, str) and form not in _NUMERIC_FORMATS:
        out["format"] = form


def _number(value: Any) -> int | float | None:
    """A limit, as an integer when it is one."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _pattern(out: dict[str, Any], node: Mapping[str, Any]) -> None:
    if isinstance(node.get("pattern"), str):
        rewritten = portable(node["pattern"])
        if rewritten is None:
            out["x-argosy-pattern"] = node["pattern"]
        else:
            out["pattern"] = rewritten


def _only_types(branches: list[dict[str, Any]]) -> bool:
    """Whether the branches say no more than integer or string."""
    return all(branch.keys() <= {"type"} or branch.get("anyOf") for branch in branches)


def _finish(out: dict[str, Any], node: Mapping[str, Any]) -> dict[str, Any]:
    """What depends on more than one keyword: enums of arrays, and null."""
    values = out.get("enum")
    if node.get("type") == "array" and values and not any(isinstance(value, list) for value in values):
        # Controller-gen puts an item's enum on the array, where it would refuse every array.
        del out["enum"]
        if "items" in out:
            out["items"].setdefault("enum", values)
    if node.get("nullable"):
        if "type" in out:
            out["type"] = [*(out["type"] if isinstance(out["type"], list) else [out["type"]]), "null"]
        if "enum" in out and None not in out["enum"]:
            out["enum"] = [*out["enum"], None]
    return out


def _is_pod_template(node: Mapping[str, Any]) -> bool:
    """CRDs leave a pod template's metadata undeclared, yet tools write `creationTimestamp: null` there."""
    properties = node.get("properties") or {}
    spec = properties.get("spec")
    return "metadata" in properties and isinstance(spec, Mapping) and "containers" in (spec.get("properties") or {})


def _embed(out: dict[str, Any]) -> None:
    """An embedded resource is a whole object: it names its own kind (apiextensions v1)."""
    out["properties"] = {
        "apiVersion": {"type": "string"},
        "kind": {"type": "string"},
        **out.get("properties", {}),
        "metadata": dict(_META),
    }
    out["required"] = sorted({"apiVersion", "kind", *out.get("required", ())})
    if not out["properties"].keys() - {"apiVersion", "kind", "metadata"}:
        out.setdefault("additionalProperties", True)
