"""What a rule yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, ParamSpec

from generator.model import OMIT, Manifest, Path

Asked = ParamSpec("Asked")


@dataclass(frozen=True, slots=True)
class Place:
    """Another object that matters, and where in it."""

    message: str
    manifest: Manifest
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an object.

    `path` leads to the field in the rendered body. `severity` overrides the rule's (`error`, `warning`, `info`,
    `unverifiable`). `manifest` names the object in FLEET rules. `fix` is a sentence; with `safe`, writing `value` at
    `path` (OMIT removes it) mends it without changing anything else. `at_key` points at the key, not the value.
    `note` stands beside the carets.
    """

    message: str
    path: Path = ()
    fix: str = ""
    note: str = ""
    severity: str = ""
    manifest: Manifest | None = None
    related: tuple[Place, ...] = ()
    safe: bool = False
    value: Any = OMIT
    at_key: bool = False


def once_a_field(check: Callable[Asked, Iterator[Problem]]) -> Callable[Asked, Iterator[Problem]]:
    """A check that tells one problem of a field: the first, and how many more there are.

    For rules about pairs: n objects that all clash make n findings, not n * n.
    """

    @wraps(check)
    def told(*asked: Asked.args, **named: Asked.kwargs) -> Iterator[Problem]:
        first: dict[tuple[int, Path, str], Problem] = {}
        more: dict[tuple[int, Path, str], int] = {}
        for problem in check(*asked, **named):
            field = id(problem.manifest), problem.path, problem.severity
            if first.setdefault(field, problem) is not problem:
                more[field] = more.get(field, 0) + 1
        for field, problem in first.items():
            number = more.get(field, 0)
            yield replace(problem, message=f"{problem.message} (and {number} more like this)") if number else problem

    return told
