"""Pod templates found by their labels: what a selector takes in is worked out once, however many objects ask.

Services, workloads, monitors and policies each select pods. Comparing every selector with every template costs the
product of the two; here a selector looks only at the templates that have the rarest of its labels.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, Protocol, TypeVar

from generator.facts.selector import matches


class Labelled(Protocol):
    """A pod template, as far as finding it goes."""

    @property
    def labels(self) -> Mapping[str, Any]: ...
    @property
    def namespace(self) -> str: ...


T = TypeVar("T", bound=Labelled)


class PodIndex(Generic[T]):
    """The pod templates of one namespace."""

    def __init__(self, templates: Sequence[T]) -> None:
        self._all = tuple(templates)
        self._with: dict[tuple[str, Hashable], list[T]] = {}
        self._answers: dict[str, tuple[T, ...]] = {}
        for template in self._all:
            for key, value in template.labels.items():
                if isinstance(value, Hashable):
                    self._with.setdefault((key, value), []).append(template)

    def selected(self, selector: Mapping[str, Any] | None) -> tuple[T, ...]:
        """The templates that a LabelSelector takes in, in their order; see `matches`."""
        if selector is None:
            return ()
        asked = repr(selector)
        if asked not in self._answers:
            found = (template for template in self._candidates(selector) if matches(selector, template.labels))
            self._answers[asked] = tuple(found)
        return self._answers[asked]

    def _candidates(self, selector: Mapping[str, Any]) -> Sequence[T]:
        wanted = selector.get("matchLabels")
        sets: list[Sequence[T]] = [self._all]
        for key, value in wanted.items() if isinstance(wanted, Mapping) else ():
            # A null asks for a label that is null or not there at all.
            if value is not None and isinstance(value, Hashable):
                sets.append(self._with.get((key, value), ()))
        return min(sets, key=len)


def by_namespace(templates: Iterable[T]) -> Mapping[str, PodIndex[T]]:
    """The index of each namespace that has templates."""
    found: dict[str, list[T]] = {}
    for template in templates:
        found.setdefault(template.namespace, []).append(template)
    return {namespace: PodIndex(items) for namespace, items in found.items()}
