"""Sets of Alertmanager matchers, found by the labels they want to be equal to something.

Routes and inhibitions ask for alerts. Compared one by one, many of them and many alerts would take their product of
comparisons; here an alert is compared with those alone that want the values it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from generator.facts.label_match import takes
from generator.facts.promql_labels import Labels
from generator.facts.promql_tree import Matcher

T = TypeVar("T")


class MatcherIndex(Generic[T]):
    """Things that ask for alerts, each with its matchers."""

    def __init__(self, asked: Iterable[tuple[T, tuple[Matcher, ...]]]) -> None:
        self._asked = tuple(asked)
        names = {m.name for _, matchers in self._asked for m in matchers if m.sign == "="}
        # For each label that anything wants equal: the positions by the value wanted, None where none is.
        self._by_name: dict[str, dict[str | None, list[int]]] = {name: {} for name in sorted(names)}
        for position, (_, matchers) in enumerate(self._asked):
            wanted = {m.name: m.value for m in matchers if m.sign == "="}
            for name, table in self._by_name.items():
                table.setdefault(wanted.get(name), []).append(position)

    def near(self, labels: Labels) -> Iterator[tuple[T, bool | None]]:
        """What may take an alert, in order, and whether it surely does; all else surely does not."""
        for position in self._likely(labels, sure=False):
            thing, matchers = self._asked[position]
            answer = takes(matchers, labels)
            if answer is not False:
                yield thing, answer

    def sure(self, labels: Labels) -> Iterator[T]:
        """What surely takes an alert, in order."""
        for position in self._likely(labels, sure=True):
            thing, matchers = self._asked[position]
            if takes(matchers, labels):
                yield thing

    def _likely(self, labels: Labels, *, sure: bool) -> Sequence[int]:
        best: tuple[Sequence[int], Sequence[int]] | None = None
        for name, table in self._by_name.items():
            value = labels.value(name) if labels.may_have(name) else ""
            if value is None and not sure:
                continue
            both = table.get(value, ()) if value is not None else (), table.get(None, ())
            if best is None or len(both[0]) + len(both[1]) < len(best[0]) + len(best[1]):
                best = both
        if best is None:
            return range(len(self._asked))
        return sorted((*best[0], *best[1])) if best[0] and best[1] else best[0] or best[1]
