"""What makes a JSON Schema unusable, found before an engine sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.model import Path, UserError, pointer
from generator.schema_store.go_pattern import portable
from generator.schema_store.trail import resolve

_TYPES = ("array", "boolean", "integer", "null", "number", "object", "string")
_SCHEMAS = ("additionalProperties", "additionalItems", "contains", "else", "if", "not", "propertyNames", "then")
_LISTS = ("allOf", "anyOf", "oneOf")
_NAMED = ("$defs", "definitions", "dependentSchemas", "patternProperties", "properties")
_NUMBERS = ("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf")
_COUNTS = ("maxItems", "maxLength", "maxProperties", "minItems", "minLength", "minProperties")
_ELSEWHERE = ("$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef")
_DEPTH = 200

Defect = tuple[Path, str]


def check(schema: Any, name: str) -> None:
    """Raises UserError, naming the schema file `name` and the place in it, when the schema cannot be used."""
    for path, message in defects(schema):
        raise UserError(f"{name}: {message} at {pointer(path) or 'its root'}", rule="schema-invalid",
                        fix="mend the schema, or remove the file")  # fmt: skip


def defects(schema: Any) -> Iterator[Defect]:
    """Every defect with its path in the schema, in schema order."""
    if not isinstance(schema, Mapping):
        yield (), "a schema must be a mapping"
        return
    stack: list[tuple[Path, Any]] = [((), schema)]
    while stack:
        path, node = stack.pop()
        if isinstance(node, bool):
            continue
        if not isinstance(node, Mapping):
            yield path, "a schema must be a mapping"
        elif len(path) > _DEPTH:
            yield path[:4], f"the schema is nested deeper than {_DEPTH} levels"
            return
        else:
            yield from _keywords(path, node)
            yield from _reference(schema, path, node)
            children = list(_children(path, node))
            yield from ((where, text) for where, text in children if isinstance(text, str))
            stack.extend(reversed([child for child in children if not isinstance(child[1], str)]))


def _children(path: Path, node: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    """The schemas directly below; a text in place of a schema says what is wrong with their container."""
    for key in _SCHEMAS:
        if key in node:
            yield (*path, key), node[key]
    for key in _LISTS:
        if key in node:
            yield from _listed((*path, key), node[key])
    if isinstance(node.get("items"), list):
        yield from _listed((*path, "items"), node["items"])
    elif "items" in node:
        yield (*path, "items"), node["items"]
    for key in _NAMED:
        if key in node and isinstance(node[key], Mapping):
            yield from (((*path, key, name), child) for name, child in node[key].items())
        elif key in node:
            yield (*path, key), f"`{key}` must be a mapping"


def _listed(path: Path, branches: Any) -> Iterator[tuple[Path, Any]]:
    if not isinstance(branches, list) or not branches:
        yield path, f"`{path[-1]}` must be a list with at least one schema"
        return
    yield from (((*path, position), branch) for position, branch in enumerate(branches))


def _keywords(path: Path, node: Mapping[str, Any]) -> Iterator[Defect]:
    types = node.get("type", [])
    for name in types if isinstance(types, list) else [types]:
        if name not in _TYPES:
            yield (*path, "type"), f"unknown type {str(name)[:40]!r}"
    for key in _NUMBERS:
        if key in node and (isinstance(node[key], bool) or not isinstance(node[key], (int, float))):
            yield (*path, key), f"`{key}` must be a number"
        elif key == "multipleOf" and key in node and node[key] <= 0:
            yield (*path, key), "`multipleOf` must be more than 0"
    for key in _COUNTS:
        if key in node and (not _is_whole(node[key]) or node[key] < 0):
            yield (*path, key), f"`{key}` must be a whole number, 0 or more"
    if "required" in node and not _is_names(node["required"]):
        yield (*path, "required"), "`required` must be a list of names"
    if "enum" in node and not (isinstance(node["enum"], list) and node["enum"]):
        yield (*path, "enum"), "`enum` must be a list with at least one value"
    for where, pattern in _patterns(node):
        if not (isinstance(pattern, str) and _readable(pattern)):
            yield (*path, *where), "invalid regular expression"


def _patterns(node: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
    if "pattern" in node:
        yield ("pattern",), node["pattern"]
    if isinstance(node.get("patternProperties"), Mapping):
        for pattern in node["patternProperties"]:
            yield ("patternProperties", pattern), pattern


def _reference(root: Mapping[str, Any], path: Path, node: Mapping[str, Any]) -> Iterator[Defect]:
    for key in _ELSEWHERE:
        if key in node:
            yield (*path, key), f"`{key}` is not supported"
    if path and "$id" in node:
        yield (*path, "$id"), "`$id` below the root is not supported"
    if "$ref" not in node:
        return
    reference = node["$ref"]
    if not isinstance(reference, str):
        yield (*path, "$ref"), "`$ref` must be a string"
    elif not reference.startswith("#"):
        yield (*path, "$ref"), "remote references are not fetched, files are not opened; put the schema inside this one"
    elif resolve(root, reference) is None:
        yield (*path, "$ref"), f"`$ref` points to nothing: {reference[:80]}"
    elif _endless(root, node):
        yield (*path, "$ref"), "`$ref` leads back to itself without going deeper into the data"


def _endless(root: Mapping[str, Any], start: Mapping[str, Any]) -> bool:
    """Whether judging `start` needs `start` itself at the same place of the data."""
    seen: set[int] = set()
    stack: list[Any] = _same_place(root, start)
    while stack:
        node = stack.pop()
        if node is start:
            return True
        if isinstance(node, Mapping) and id(node) not in seen:
            seen.add(id(node))
            stack.extend(_same_place(root, node))
    return False


def _same_place(root: Mapping[str, Any], node: Mapping[str, Any]) -> list[Any]:
    found = [branch for key in _LISTS if isinstance(node.get(key), list) for branch in node[key]]
    found += [node[key] for key in ("if", "then", "else", "not") if key in node]
    if isinstance(node.get("$ref"), str):
        found.append(resolve(root, node["$ref"]))
    return found


def _readable(pattern: str) -> bool:
    """Whether a pattern means something to at least one engine; Go's own forms are rewritten before use."""
    if portable(pattern) is not None:
        return True
    try:
        import jsonschema_rs
    except ImportError:
        return False
    try:
        jsonschema_rs.Draft7Validator({"pattern": pattern}, offline=True)
    except ValueError:
        return False
    return True


def _is_whole(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value)


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)
