"""Faults -> problems: what is wrong, what to do, in words that need no knowledge of JSON Schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.model import Path
from generator.schema_store import branches, constraints, keys, watch_problems
from generator.schema_store.conditions import because
from generator.schema_store.context import Context
from generator.schema_store.faults import Fault, sortable
from generator.schema_store.problem import MISSING_REQUIRED, UNKNOWN_FIELD, Problem
from generator.schema_store.watch import Watch

_ALONE = ("type", "falseSchema")
"""Keywords whose fault makes every other one at the same place a consequence."""
_INDEPENDENT = ("oneOf", "anyOf", "not")
"""Keywords whose faults are causes of their own."""
_FIRST = (*_ALONE, "const", "enum", *_INDEPENDENT, "pattern")
"""The most telling keywords first; the rest of the faults at a scalar are consequences."""


class Explainer:
    """Explains what `root` refuses in `data`. `quote_values` False keeps every value out of the messages."""

    def __init__(self, root: dict[str, Any], data: Any, *, quote_values: bool = True) -> None:
        self._context = Context(root, data, quote_values)

    def problems(self, faults: Iterable[Fault], watched: Watch | None = None) -> list[Problem]:
        """One problem for each cause, sorted by place in the data."""
        found = [problem for fault in _causes(faults) for problem in self._explain(fault)]
        if watched is not None:
            found.extend(watch_problems.problems(self._context, watched, self._context.data))
        unique = {(p.path, p.rule, p.message): p for p in _without_misspelt(found)}
        return sorted(unique.values(), key=lambda problem: sortable(problem.path))

    def _explain(self, fault: Fault) -> Iterator[Problem]:
        if fault.keyword in ("oneOf", "anyOf"):
            yield from branches.problems(self._context, fault, self.problems)
            return
        explain = keys.EXPLAIN.get(fault.keyword, constraints.problems)
        if fault.name is not None:
            explain = keys.malformed_name
        for problem in explain(self._context, fault):
            yield because(self._context, fault, problem)


def _causes(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults without those that only follow from another one at the same place."""
    by_path: dict[Path, list[Fault]] = {}
    for fault in faults:
        by_path.setdefault(fault.path, []).append(fault)
    for here in by_path.values():
        values = sorted((fault for fault in here if not _about_keys(fault)), key=_rank)
        if values and values[0].keyword in _ALONE:
            yield values[0]
            continue
        yield from (fault for fault in here if _about_keys(fault))
        yield from values[:1]
        yield from (fault for fault in values[1:] if fault.keyword in _INDEPENDENT)


def _about_keys(fault: Fault) -> bool:
    return fault.keyword in keys.EXPLAIN or fault.name is not None


def _rank(fault: Fault) -> int:
    return _FIRST.index(fault.keyword) if fault.keyword in _FIRST else len(_FIRST)


def _without_misspelt(found: list[Problem]) -> Iterator[Problem]:
    """A required key that is there under a misspelt name is one problem, the misspelling."""
    meant = {(p.path[:-1], p.suggestion) for p in found if p.rule == UNKNOWN_FIELD and p.suggestion}
    for problem in found:
        if problem.rule != MISSING_REQUIRED or (problem.path, problem.suggestion) not in meant:
            yield problem
