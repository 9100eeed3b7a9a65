"""Kubernetes' own kinds: the official definitions of many versions, each different text kept once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.build_schemas.archive import Archive, BuildError
from tools.build_schemas.read_ajv import Reader
from tools.build_schemas.shapes import QUANTITY

REF = "#/$defs/"
_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
_INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"
_QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity"
_KEPT = {"additionalProperties", "default", "enum", "format", "items", "properties", "required", "type",
         "x-kubernetes-list-map-keys", "x-kubernetes-list-type", "x-kubernetes-map-type"}  # fmt: skip
_RANGES = {"int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}


@dataclass(frozen=True)
class CoreVersion:
    """One Kubernetes version: clean definitions by name, and which name a kind has."""

    version: str
    definitions: Mapping[str, dict[str, Any]]
    kinds: Mapping[str, str]


def read_version(archive: Archive, member: str, version: str, enums: Mapping[str, Any]) -> CoreVersion:
    """The kinds that people write, and the definitions they reach."""
    source: dict[str, dict[str, Any]] = json.loads(archive.read(member))["$defs"]
    kinds = {f"{_api_version(served)}/{served['kind']}": name for name, served in _served(source)}
    if not kinds:
        raise BuildError(f"{member} names no kinds.")
    clean = {name: _clean(schema, ()) for name, schema in source.items()}
    clean[_QUANTITY] = {"type": ["number", "string", "null"], "pattern": QUANTITY}
    for kind, name in kinds.items():
        _pin(clean[name], kind)
    for name, found in enums.items():
        _add_enums(clean.get(name), found)
    reached = _reach(clean, kinds.values())
    return CoreVersion(version, {name: clean[name] for name in sorted(reached)}, dict(sorted(kinds.items())))


def _served(source: Mapping[str, dict[str, Any]]) -> Iterator[tuple[str, dict[str, str]]]:
    """Definitions of one kind with object metadata: no lists, no options, no bare reviews' parts."""
    for name, schema in source.items():
        served = schema.get("x-kubernetes-group-version-kind", [])
        metadata = schema.get("properties", {}).get("metadata", {})
        if len(served) == 1 and str(metadata.get("$ref", "")).endswith(_META):
            yield name, served[0]


def _api_version(served: Mapping[str, str]) -> str:
    return f"{served['group']}/{served['version']}" if served["group"] else served["version"]


def _clean(schema: Mapping[str, Any], required: tuple[str, ...] | list[str], name: str = "") -> dict[str, Any]:
    """A definition with checks only; `required` and `name` say where a property stands in its parent."""
    if isinstance(schema.get("$ref"), str):
        target = str(schema["$ref"]).rpartition("/")[2]
        if target == _INT_OR_STRING:
            return {"type": ["integer", "string"] + ([] if name in required else ["null"])}
        return {"$ref": REF + target}
    out = {key: value for key, value in schema.items() if key in _KEPT}
    if "properties" in out:
        inner = out.get("required", [])
        out["properties"] = {key: _clean(child, inner, key) for key, child in sorted(out["properties"].items())}
    for key in ("items", "additionalProperties"):
        if isinstance(out.get(key), Mapping):
            out[key] = _clean(out[key], ())
    low, high = _RANGES.get(out.get("format", ""), (None, None))
    if low is not None:
        out |= {"minimum": low, "maximum": high}
        del out["format"]
    if out.get("format") in ("double", "float"):
        del out["format"]
    if "required" in out:
        out["required"] = sorted(out["required"])
    return out


def _pin(schema: dict[str, Any], kind: str) -> None:
    """A kind's own name, and a status that authors may write as they like (the server ignores it)."""
    api_version, _, name = kind.rpartition("/")
    properties = schema["properties"]
    properties["apiVersion"] = {"const": api_version, "type": "string"}
    properties["kind"] = {"const": name, "type": "string"}
    if "status" in properties:
        properties["status"] = {"type": ["object", "null"]}


def _reach(definitions: Mapping[str, Any], names: Any) -> set[str]:
    reached: set[str] = set()
    queue = list(names)
    while queue:
        name = queue.pop()
        if name not in reached:
            reached.add(name)
            queue.extend(references(definitions[name]))
    return reached


def references(schema: Any) -> Iterator[str]:
    """The definition names that a schema refers to."""
    if isinstance(schema, Mapping):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix(REF)
        for value in schema.values():
            yield from references(value)
    elif isinstance(schema, list):
        for value in schema:
            yield from references(value)


def read_enums(reader: Reader, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """Value enums by definition name, as a tree like the definition's that holds nothing but enums.

    The official definitions have none; the compiled validators, made from the Go types, have them.
    """
    names = {name.replace(".", "").replace("-", "").lower(): name for name in definitions}
    found = {}
    for file in reader.files():
        name = names.get(file.rpartition(".")[0].lower())
        tree = _enums(reader.schema(file), 0) if name else {}
        if name and tree:
            found[name] = tree
    return found


def _enums(schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    if depth and "enum" in schema:
        tree["enum"] = sorted(schema["enum"])
    if depth < 2 and "items" in schema and "enum" in schema["items"]:
        tree["items"] = {"enum": sorted(schema["items"]["enum"])}
    if depth == 0:
        inner = {key: _enums(child, 1) for key, child in sorted(schema.get("properties", {}).items())
                 if key not in ("apiVersion", "kind")}  # fmt: skip
        tree |= {"properties": {key: value for key, value in inner.items() if value}} if any(inner.values()) else {}
    return tree


def _add_enums(schema: dict[str, Any] | None, tree: Mapping[str, Any]) -> None:
    """Put the enums of `tree` on the scalars of `schema`; null stays allowed where it was."""
    if schema is None:
        return
    for key, child in tree.get("properties", {}).items():
        _add_enums(schema.get("properties", {}).get(key), child)
    if "items" in tree and isinstance(schema.get("items"), dict):
        _add_enums(schema["items"], tree["items"])
    kinds = schema.get("type")
    if "enum" in tree and "string" in (kinds if isinstance(kinds, list) else [kinds]):
        schema["enum"] = [*tree["enum"], *([None] if isinstance(kinds, list) and "null" in kinds else [])]


def digest(schema: Mapping[str, Any]) -> str:
    """The key of a definition in definitions.json: the first 64 bits of its SHA-256."""
    return hashlib.sha256(json.dumps(schema, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:16]


def core_files(versions: list[CoreVersion]) -> dict[str, Any]:
    """File name below schemas/ -> content, for all versions."""
    definitions: dict[str, Any] = {}
    files: dict[str, Any] = {}
    for version in versions:
        hashes = {name: digest(schema) for name, schema in version.definitions.items()}
        definitions |= {hashes[name]: schema for name, schema in version.definitions.items()}
        files[f"core/versions/{version.version}.json"] = {"definitions": hashes, "kinds": dict(version.kinds)}
    files["core/definitions.json"] = definitions
    return files
