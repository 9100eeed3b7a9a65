"""Under which condition a rule holds: `if` in words."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from generator.schema_store import words
from generator.schema_store.context import Context
from generator.schema_store.faults import Fault
from generator.schema_store.problem import Problem


def because(context: Context, fault: Fault, problem: Problem) -> Problem:
    """The problem with the conditions it stands under, where they can be said in words."""
    said = [text for node, side in fault.conditions if (text := _condition(context, node, side == "then"))]
    if not said:
        return problem
    return dataclasses.replace(problem, message=f"{problem.message}, {' and '.join(dict.fromkeys(said))}")


def _condition(context: Context, node: Any, holds: bool) -> str:
    parts = list(_parts(context, context.deref(node)))
    if not parts or "" in parts:
        return ""
    return f"{'because' if holds else 'unless'} {' and '.join(parts)}"


def _parts(context: Context, node: Any) -> Iterator[str]:
    """What an if-node asks for; an empty text when something in it has no words."""
    named = node.get("properties", {})
    for name, wanted in named.items():
        yield _value(name, context.deref(wanted))
    for name in node.get("required", ()):
        if name not in named:
            yield f"`{name}` is set"
    if isinstance(node.get("not"), dict):
        refused = node["not"]
        yield f"`{refused['required'][0]}` is not set" if list(refused) == ["required"] else ""
    if node.keys() - {"properties", "required", "not", "type", "description"}:
        yield ""


def _value(name: str, wanted: Any) -> str:
    if "const" in wanted:
        return f"`{name}` is {words.show(wanted['const'])}"
    if "enum" in wanted:
        return f"`{name}` is {words.listed([str(value) for value in wanted['enum']], 'or')}"
    return ""
