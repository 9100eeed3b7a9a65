"""What a watch reports, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model import Path
from generator.schema_store import words
from generator.schema_store.context import Context
from generator.schema_store.keys import unknown_key
from generator.schema_store.problem import LIST_MAP_DUPLICATE_KEY, Problem
from generator.schema_store.watch import Watch


def problems(context: Context, watched: Watch, data: Any, path: Path = ()) -> Iterator[Problem]:
    """What the watch reports, in the order of the data."""
    if isinstance(data, dict):
        if watched.known is not None:
            for name in sorted(data.keys() - watched.known.keys()):
                yield _partial(unknown_key(context, path, name, watched.known, "warning"))
        for name, value in data.items():
            below = watched.named.get(name, watched.values)
            if below is not None:
                yield from problems(context, below, value, (*path, name))
    elif isinstance(data, list):
        if watched.keys or watched.is_set:
            yield from (_repeated(context, watched, path, *pair) for pair in watched.repeated(data))
        if watched.items is not None:
            for position, item in enumerate(data):
                yield from problems(context, watched.items, item, (*path, position))


def _repeated(context: Context, watched: Watch, path: Path, position: int, first: int) -> Problem:
    names = words.listed(watched.keys)
    what = f"has the same {names} as item {first}" if watched.keys else f"is the same as item {first}"
    message = f"{words.place((*path, position))} {what}"
    fix = f"give each item its own {names}, or remove one" if watched.keys else "remove one"
    return Problem((*path, position), LIST_MAP_DUPLICATE_KEY, message, fix, severity=watched.severity)


def _partial(problem: Problem) -> Problem:
    fix = f"{problem.fix}; or import the CRD of your version, as the bundled schema is not complete here"
    return Problem(problem.path, problem.rule, problem.message, fix, problem.suggestion, "warning", at_key=True)
