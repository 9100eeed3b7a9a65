"""Rules that CRDs write in CEL, judged without a cluster: one module `cel_<group>` for each product.

Such a module holds `CHECKS`: for each kind (`Kind.group`) the functions that judge a body. A fault that has a rule of
its own is not told here as well.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import generator.facts as package
from generator.model import Path


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: where in the body, what is wrong, how to mend it."""

    path: Path
    message: str
    fix: str


Check = Callable[[Mapping[str, Any]], Iterable[Violation]]


@lru_cache(maxsize=1)
def checks() -> Mapping[str, tuple[Check, ...]]:
    """Every kind with such rules, and the functions that judge it."""
    found: dict[str, tuple[Check, ...]] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        if module.startswith("cel_"):
            table: Mapping[str, tuple[Check, ...]] = importlib.import_module(f"{package.__name__}.{module}").CHECKS
            for kind, functions in sorted(table.items()):
                found[kind] = (*found.get(kind, ()), *functions)
    return found


def violations(kind: str, body: Mapping[str, Any]) -> Iterator[Violation]:
    """Every rule of its kind that a body breaks."""
    for check in checks().get(kind, ()):
        yield from check(body)


def at_most_one(node: Mapping[str, Any], path: Path, *fields: str) -> Iterator[Violation]:
    """A violation when several of the fields are present."""
    present = [field for field in fields if node.get(field) is not None]
    if len(present) > 1:
        said = " and ".join(present)
        yield Violation((*path, present[1]), f"{said} exclude each other", f"keep one of {', '.join(fields)}")


def exactly_one(node: Mapping[str, Any], path: Path, *fields: str) -> Iterator[Violation]:
    """A violation when none or several of the fields are present."""
    if all(node.get(field) is None for field in fields):
        said = " nor ".join(fields)
        yield Violation(path, f"there is neither {said}", f"add one of {', '.join(fields)}")
    yield from at_most_one(node, path, *fields)
