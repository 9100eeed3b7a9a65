"""The upstream CRDs beside the checkout, and what a schema says about each field."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.schema_store.go_pattern import portable

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT.parent / "shared" / "crds"
COLUMNS = ("fields", "required", "enums", "patterns", "bounds", "branches", "intOrString", "nullable", "mapKeys")
BOUNDS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")

needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the upstream CRDs in ../shared/crds")

Facts = dict[str, set[tuple[str, str]]]


class _Loader(yaml.CSafeLoader):
    """YAML with a bare `=` (in a matcher enum) read as text."""


def _text(loader: _Loader, node: yaml.Node) -> str:
    return str(node.value)


_Loader.add_constructor("tag:yaml.org,2002:value", _text)


@lru_cache
def upstream() -> dict[str, dict[str, Any]]:
    """`<group>/<version>/<kind>` -> structural schema, for every version in the CRD files."""
    found = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        spec = yaml.load(path.read_text(encoding="utf-8"), _Loader)["spec"]
        for version in spec["versions"]:
            key = f"{spec['group']}/{version['name']}/{spec['names']['kind']}"
            found[key] = version["schema"]["openAPIV3Schema"]
    return found


@lru_cache
def index() -> dict[str, Any]:
    return dict(json.loads((ROOT / "schemas" / "index.json").read_text(encoding="utf-8")))


def bundled(key: str) -> dict[str, Any]:
    return dict(json.loads((ROOT / "schemas" / index()["kinds"][key]["file"]).read_text(encoding="utf-8")))


def nodes(
    schema: Mapping[str, Any], root: Mapping[str, Any], path: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every field with its path, references resolved; without metadata and status."""
    while isinstance(schema.get("$ref"), str):
        target = root["$defs"][schema["$ref"].rpartition("/")[2]]
        schema = {**target, **{key: value for key, value in schema.items() if key != "$ref"}}
    yield path, schema
    for name, child in schema.get("properties", {}).items():
        if path or name not in ("apiVersion", "kind", "metadata", "status"):
            yield from nodes(child, root, f"{path}/{name}")
    for keyword, part in (("items", "[]"), ("additionalProperties", "{}")):
        if isinstance(schema.get(keyword), Mapping):
            yield from nodes(schema[keyword], root, f"{path}/{part}")


def facts(schema: Mapping[str, Any]) -> Facts:
    """What a schema says, by column, as (path, detail)."""
    found: Facts = {column: set() for column in COLUMNS}
    for path, node in nodes(schema, schema):
        for column, details in _facts_of(node).items():
            found[column] |= {(path, detail) for detail in details}
    found["required"] = {(path, detail) for path, detail in found["required"] if path}
    return found


def _facts_of(node: Mapping[str, Any]) -> dict[str, list[str]]:
    kinds = node.get("type") if isinstance(node.get("type"), list) else []
    either = node.get("x-kubernetes-int-or-string") or {"integer", "string"} <= set(kinds or ())
    return {
        "fields": [""],
        "required": list(node.get("required", ())),
        "enums": [str(value) for value in node.get("enum", ()) if value is not None],
        "patterns": [str(portable(node["pattern"]))] if "pattern" in node else [],
        "bounds": [f"{key} {node[key]:g}" for key in BOUNDS if key in node],
        "branches": [] if either else [f"{key} {_canonical(node[key])}"
                                       for key in ("allOf", "anyOf", "not", "oneOf") if key in node],
        "intOrString": ["yes"] if either else [],
        "nullable": ["yes"] if node.get("nullable") or "null" in (kinds or ()) else [],
        "mapKeys": [",".join(node[key]) for key in ("x-kubernetes-list-map-keys",) if key in node],
    }  # fmt: skip


def _canonical(branches: Any) -> str:
    """The JSON of branches, whatever their order."""
    if isinstance(branches, list):
        return f"[{','.join(sorted(_canonical(branch) for branch in branches))}]"
    if isinstance(branches, Mapping):
        return f"{{{','.join(f'{key}:{_canonical(value)}' for key, value in sorted(branches.items()))}}}"
    return json.dumps(branches)


def inside(path: str, subtrees: list[str]) -> bool:
    return any(path == subtree or path.startswith(f"{subtree}/") for subtree in subtrees)
