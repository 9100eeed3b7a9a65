"""The values schema: fragments in, one strict draft-07 schema per kind of values file out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.model import OMIT
from generator.yamlio.read import read

SCOPES = ("service", "domain", "platform", "environment", "fleet")
ANY = "*"
"""Stands for every key of a mapping (or every item of a list) in an identity tree or a defaults plan."""

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "domain": {"service": "service"},
    "environment": {"service": "service", "domain": "domain", "platform": "platform"},
}
"""Keys of a values file that hold another scope's values, and which scope that is."""
INSTANCES = "instances"
"""The service key whose children are service values again."""
REMOVE = "$remove"
"""The key that drops an inherited item of an identity list: `- {name: x, $remove: true}`."""

_HERE = Path(__file__).parent
_PARTIAL_DROPS = ("required", "minProperties", "oneOf", "anyOf", "if", "then", "else", "dependencies", "x-required")


@dataclass(frozen=True)
class Shape:
    """What one kind of values file may say.

    `full` judges folded values, `layer` a single file (nothing is required there). `identities` is a tree of the lists
    that merge by a key; `defaults` a tree of the values filled in where nobody wrote one.
    """

    full: Mapping[str, Any]
    layer: Mapping[str, Any]
    identities: Mapping[str, Any]
    defaults: Mapping[str, Any]


def read_fragment(path: Path) -> Mapping[str, Any]:
    """One schema.yaml: a mapping from scope to the keys it owns."""
    fragment: Mapping[str, Any] = read(path.read_bytes(), f"{path.parent.name}/{path.name}").data
    return fragment


def core_fragment() -> Mapping[str, Any]:
    """The keys that belong to no component."""
    return read_fragment(_HERE / "core.yaml")


def definitions() -> Mapping[str, Any]:
    """The types every fragment may reference as `#/definitions/<name>`."""
    return read_fragment(_HERE / "definitions.yaml")


def assemble(fragments: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Shape]:
    """One Shape per scope from the fragments, by the name of their owner.

    Raises ValueError when two owners define one key in one scope, or a fragment names an unknown scope.
    """
    shared = definitions()
    owners: dict[tuple[str, str], str] = {}
    properties: dict[str, dict[str, Any]] = {scope: {} for scope in SCOPES}
    for owner, fragment in sorted({"core": core_fragment(), **fragments}.items()):
        for scope, keys in fragment.items():
            if scope not in properties:
                raise ValueError(f"{owner}/schema.yaml: unknown scope {scope!r}; scopes are {', '.join(SCOPES)}")
            for key, node in keys.items():
                other = owners.setdefault((scope, key), owner)
                if other != owner:
                    raise ValueError(f"{owner}/schema.yaml: {scope} key {key!r} belongs to {other}")
                properties[scope][key] = node
    return {scope: _shape(keys, shared) for scope, keys in properties.items()}


def _shape(properties: Mapping[str, Any], shared: Mapping[str, Any]) -> Shape:
    full = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "type": "object",
        "additionalProperties": False,
        "required": sorted(key for key, node in properties.items() if node.get("x-required")),
        "properties": dict(sorted(properties.items())),
    }
    used = {name: shared[name] for name in sorted(used_definitions(full, shared))}
    layer = {**_partial(full), "definitions": {name: _partial(node) for name, node in used.items()}}
    full["definitions"] = used
    return Shape(full, layer, _identities(full, shared) or {}, _defaults(full, shared) or {})


def used_definitions(node: Any, shared: Mapping[str, Any]) -> set[str]:
    """The names of the shared types that a schema reaches."""
    found: set[str] = set()
    pending = [node]
    while pending:
        item = pending.pop()
        if isinstance(item, list):
            pending += item
        elif isinstance(item, Mapping):
            name = item.get("$ref")
            if isinstance(name, str) and name.startswith("#/definitions/"):
                name = name.removeprefix("#/definitions/")
                if name not in found:
                    found.add(name)
                    pending.append(shared[name])
            pending += item.values()
    return found


def _partial(node: Any) -> Any:
    """The same schema for one layer: nothing is required, since other layers may supply it."""
    if isinstance(node, list):
        return [_partial(item) for item in node]
    if not isinstance(node, Mapping):
        return node
    rewritten: dict[str, Any] = {}
    for key, value in node.items():
        if key in ("properties", "definitions", "patternProperties"):
            rewritten[key] = {name: _partial(child) for name, child in value.items()}
        elif key in ("oneOf", "anyOf") and _is_choice_of_types(value):
            rewritten[key] = [_partial(branch) for branch in value]
        elif key in _PARTIAL_DROPS:
            continue
        elif key in ("default", "enum", "const", "examples"):
            rewritten[key] = value
        else:
            rewritten[key] = _partial(value)
    if "x-identity" in rewritten and "properties" in rewritten.get("items", {}):
        dropped = {"description": "true drops the inherited item.", "type": "boolean"}
        rewritten["items"]["properties"][REMOVE] = dropped
    return rewritten


def _is_choice_of_types(branches: Any) -> bool:
    """Whether a oneOf tells types apart (text or mapping), and so holds in a layer too."""
    return all("type" in branch or "$ref" in branch or "enum" in branch or "const" in branch for branch in branches)


def resolve(node: Mapping[str, Any], shared: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema node with its reference to a shared definition followed, its own keywords winning."""
    name = node.get("$ref", "")
    if not name:
        return node
    target = resolve(shared[name.removeprefix("#/definitions/")], shared)
    return {**target, **{key: value for key, value in node.items() if key != "$ref"}}


def _branches(node: Mapping[str, Any], shared: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    node = resolve(node, shared)
    found = [node]
    for word in ("oneOf", "anyOf", "allOf"):
        for branch in node.get(word, ()):
            found += _branches(branch, shared)
    return found


def _identities(node: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any] | None:
    tree: dict[str, Any] = {}
    for branch in _branches(node, shared):
        if "x-identity" in branch:
            tree["identity"] = branch["x-identity"]
        if branch.get("x-verbatim"):
            tree["verbatim"] = True
        children = dict(branch.get("properties", {}))
        rest = branch.get("additionalProperties")
        if isinstance(rest, Mapping):
            children[ANY] = rest
        if isinstance(branch.get("items"), Mapping):
            children[ANY] = branch["items"]
        for key, child in children.items():
            below = _identities(child, shared)
            if below:
                tree.setdefault("keys", {})[key] = below
    return tree or None


def _defaults(node: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any] | None:
    """A plan of defaults: {"keys": {key: [whether there is one, the default, plan below]}, "rest": plan below}."""
    keys: dict[str, Any] = {}
    rest: Any = None
    for branch in _branches(node, shared):
        for key, child in branch.get("properties", {}).items():
            default = resolve(child, shared).get("default", OMIT)
            below = _defaults(child, shared)
            if default is not OMIT or below:
                given = default is not OMIT
                keys.setdefault(key, [given, _filled(default, below) if given else None, below])
        for word in ("additionalProperties", "items"):
            child = branch.get(word)
            if isinstance(child, Mapping) and rest is None:
                rest = _defaults(child, shared)
    if not keys and not rest:
        return None
    return {"keys": keys, "rest": rest}


def _filled(default: Any, below: Mapping[str, Any] | None) -> Any:
    return fill(default, below) if isinstance(default, (dict, list)) and below else default


def fill(values: Any, plan: Mapping[str, Any] | None) -> Any:
    """Values with every default of the plan filled in where its parent is present; the input is not changed."""
    if plan is None:
        return values
    rest = plan["rest"]
    if isinstance(values, list):
        return [fill(item, rest) for item in values] if rest else values
    if not isinstance(values, dict):
        return values
    keys = plan["keys"]
    filled = dict(values)
    if rest is not None:
        for key, value in values.items():
            if key not in keys:
                filled[key] = fill(value, rest)
    for key, (given, default, below) in keys.items():
        if key not in values:
            if given:
                filled[key] = default
        elif below is not None:
            filled[key] = fill(values[key], below)
    return filled
