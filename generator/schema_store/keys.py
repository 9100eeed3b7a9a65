"""Problems with the keys of a mapping: unknown, missing, malformed, not allowed together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator.model import Path
from generator.schema_store import words
from generator.schema_store.constraints import wanted_form
from generator.schema_store.context import Context
from generator.schema_store.faults import Fault
from generator.schema_store.problem import MISSING_REQUIRED, SCHEMA_CONSTRAINT, UNKNOWN_FIELD, Problem


def unknown(context: Context, fault: Fault) -> Iterator[Problem]:
    """Keys that no property allows."""
    for name in fault.names:
        yield unknown_key(context, fault.path, name, fault.node.get("properties", {}))


def unknown_key(context: Context, path: Path, name: str, known: dict[str, Any], severity: str = "error") -> Problem:
    """One key that is not among the `known` of the mapping at `path`, with the key or the place that was meant."""
    here = {key: node for key, node in known.items() if node is not False}
    present = _mapping(context.data, path)
    suggestion = words.nearest(name, [key for key in here if key not in present])
    fix = f"write `{suggestion}`" if suggestion else ""
    elsewhere = "" if suggestion and _same(suggestion, name) else _elsewhere(context, path, name, here)
    if elsewhere:
        suggestion, fix = "", elsewhere
    if not fix:
        named = sorted(here)
        fix = f"remove it; the keys here are {words.listed(named)}" if named else "remove it"
    where = f"in {words.place(path)}" if path else "at the top level"
    hint = f"; did you mean `{suggestion}`?" if suggestion else ""
    message = f"unknown key `{words.clip(name)}` {where}{hint}"
    return Problem((*path, name), UNKNOWN_FIELD, message, fix, suggestion, severity, at_key=True)


def missing(context: Context, fault: Fault) -> Iterator[Problem]:
    """Required keys that are absent; one with a default is not missing, as the API server fills it in first."""
    known = context.known(fault.path)
    for name in fault.names:
        node = context.deref(known.get(name))
        if "default" in node:
            continue
        what = _example(context, name, node)
        message = f"{words.place(fault.path)} lacks the required key `{name}`"
        yield Problem(fault.path, MISSING_REQUIRED, message, f"add {what}", name)


def dependent(context: Context, fault: Fault) -> Iterator[Problem]:
    """Keys that other keys call for."""
    for name in fault.names:
        callers = [key for key, needed in sorted(fault.value.items()) if key in fault.data and name in needed]
        message = f"{words.listed(callers)} in {words.place(fault.path)} needs `{name}` beside it"
        yield Problem(fault.path, MISSING_REQUIRED, message, f"add `{name}`, or remove {words.listed(callers)}", name)


def malformed_name(context: Context, fault: Fault) -> Iterator[Problem]:
    """A key that the rule for keys refuses."""
    name = fault.name or ""
    if fault.keyword == "enum":
        suggestion = words.nearest(name, [str(value) for value in fault.value])
        allowed = words.listed([str(value) for value in fault.value])
        hint = f"; did you mean `{suggestion}`?" if suggestion else ""
        message = f"unknown key `{words.clip(name)}` in {words.place(fault.path)}{hint}"
        fix = f"write `{suggestion}`" if suggestion else f"the keys here are {allowed}"
        yield Problem((*fault.path, name), UNKNOWN_FIELD, message, fix, suggestion, at_key=True)
        return
    message = f"the key `{words.clip(name)}` in {words.place(fault.path)} is not allowed"
    yield Problem((*fault.path, name), SCHEMA_CONSTRAINT, message, f"use {wanted_form(fault)}", at_key=True)


def _elsewhere(context: Context, path: Path, name: str, here: dict[str, Any]) -> str:
    """Where one level up or down the schema knows `name`, said as a fix; empty when nowhere."""
    for child in sorted(here):
        if name in context.known((*path, child)):
            return f"move it one level down, into {words.place((*path, child))}"
    above = path
    while above and isinstance(above[-1], int):
        above = above[:-1]
    above = above[:-1]
    if path and name in context.known(above):
        where = words.place(above) if above else "the top level"
        return f"move it one level up, to {where}" if not above else f"move it one level up, into {where}"
    return ""


def _example(context: Context, name: str, node: Any) -> str:
    """A missing key as the fix names it, with its fixed value, its choices or its type."""
    if "const" in node:
        return f"`{name}: {node['const']}`"
    if "enum" in node:
        return f"`{name}`: {words.listed([str(value) for value in node['enum'] if value is not None], 'or')}"
    types = node.get("type", [])
    types = [types] if isinstance(types, str) else types
    return f"`{name}` ({words.type_names(types)})" if types else f"`{name}`"


def _mapping(data: Any, path: Path) -> dict[str, Any]:
    for part in path:
        data = data[part]
    return data if isinstance(data, dict) else {}


def _same(suggestion: str, name: str) -> bool:
    return suggestion.lower() == name.lower()


Explain = Callable[[Context, Fault], Iterator[Problem]]

EXPLAIN: dict[str, Explain] = {
    "additionalProperties": unknown,
    "required": missing,
    "dependencies": dependent,
    "dependentRequired": dependent,
}
"""By keyword; every other keyword is explained by `constraints`."""
