"""Several readings of one kind -> one: the first is the base, the others add what it lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_BRANCHES = ("oneOf", "anyOf", "allOf", "not")
_ADOPTED = (
    "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
    "minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems", "format", "default",
    "x-kubernetes-list-type", "x-kubernetes-list-map-keys", "x-kubernetes-map-type",
)  # fmt: skip
_KEEP = "x-kubernetes-preserve-unknown-fields"
_EITHER = "x-kubernetes-int-or-string"


def merge(base: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """`base` with the properties and limits that only `other` knows.

    A field both know stays required as the base says: where it is the newer, an older release's duty is over. Enums
    that differ are united. CEL is only taken from the base: another release's rule may be wrong for it.
    """
    out = dict(base)
    if _opaque(base) and not base.get(_KEEP) and (_typeless(base, other) or base["type"] == other["type"]):
        adopted = {key: value for key, value in other.items() if key != "x-kubernetes-validations"}
        return {**adopted, **{key: value for key, value in out.items() if key != "type"}, **_typed(base, other)}
    if not _same_type(base, other):
        return {**out, _EITHER: True} if _widens(base, other) else out
    _limits(out, other)
    _properties(out, base, other)
    for key in ("items", "additionalProperties"):
        mine, theirs = out.get(key), other.get(key)
        if isinstance(mine, Mapping) and isinstance(theirs, Mapping):
            out[key] = merge(mine, theirs)
    return out


def _opaque(schema: Mapping[str, Any]) -> bool:
    """Whether nothing is known below: no type at all, or an object without fields and values."""
    return (
        not (schema.keys() & {"properties", "additionalProperties", "items", _EITHER, "enum"})
        and schema.get("type", "object") == "object"
    )


def _typeless(base: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return "type" not in base or "type" not in other


def _typed(base: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    kind = base.get("type", other.get("type"))
    return {"type": kind} if kind and not other.get(_EITHER) else {}


def _same_type(base: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return base.get("type") == other.get("type") and bool(base.get(_EITHER)) == bool(other.get(_EITHER))


def _widens(base: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether the base saw one half of an int-or-string."""
    return bool(other.get(_EITHER)) and base.get("type") in ("integer", "string")


def _limits(out: dict[str, Any], other: Mapping[str, Any]) -> None:
    if "enum" in out and "enum" in other:
        out["enum"] = [*out["enum"], *(value for value in other["enum"] if value not in out["enum"])]
    elif "enum" in other:
        out["enum"] = list(other["enum"])
    for key in _ADOPTED:
        if key in other:
            out.setdefault(key, other[key])
    if not out.keys() & set(_BRANCHES):
        out |= {key: other[key] for key in _BRANCHES if key in other}
    if other.get("nullable"):
        out["nullable"] = True
    if other.get(_KEEP) and "properties" not in out:
        out[_KEEP] = True


def _properties(out: dict[str, Any], base: Mapping[str, Any], other: Mapping[str, Any]) -> None:
    mine, theirs = base.get("properties", {}), other.get("properties", {})
    if not mine or not theirs:
        return
    out["properties"] = {
        name: merge(mine[name], theirs[name]) if name in mine and name in theirs else mine.get(name, theirs.get(name))
        for name in sorted(mine.keys() | theirs.keys())
    }
    required = set(base.get("required", ())) | {name for name in other.get("required", ()) if name not in mine}
    if required:
        out["required"] = sorted(required)
