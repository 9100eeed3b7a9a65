"""A foreign JSON Schema with every pattern in the syntax that both engines share."""

from __future__ import annotations

from typing import Any

from generator.schema_store.go_pattern import portable

_NAMED = ("$defs", "definitions", "dependentSchemas", "properties")
_VERBATIM = ("const", "default", "enum", "example", "examples", "required")


def portable_patterns(node: Any) -> Any:
    """The schema rewritten; a pattern without a portable form is kept as `x-argosy-pattern`, enforced by nothing."""
    if isinstance(node, list):
        return [portable_patterns(item) for item in node]
    if not isinstance(node, dict):
        return node
    out: dict[str, Any] = {}
    for key, value in node.items():
        if key in _VERBATIM:
            out[key] = value
        elif key in _NAMED and isinstance(value, dict):
            out[key] = {name: portable_patterns(child) for name, child in value.items()}
        elif key == "pattern" and isinstance(value, str):
            rewritten = portable(value)
            out["x-argosy-pattern" if rewritten is None else "pattern"] = value if rewritten is None else rewritten
        elif key == "patternProperties" and isinstance(value, dict):
            out[key] = {portable(name) or ".*": portable_patterns(child) for name, child in value.items()}
        else:
            out[key] = portable_patterns(value)
    return out
