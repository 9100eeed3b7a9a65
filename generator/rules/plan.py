"""Which rules an object needs: those of its kind, without those that say they need keys it does not have."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from generator.facts.cluster import Cluster, kind_name
from generator.model import Manifest
from generator.rules.catalogue import Rule, check_of
from generator.rules.problem import Problem

_NONE: frozenset[str] = frozenset()
_SCALARS = frozenset({str, int, float, bool, type(None)})
Check = Callable[..., Iterable[Problem]]
Checks = tuple[tuple[Rule, Check], ...]


class Plan:
    """The rules among `wanted` that a cluster calls for. A rule no object needs is not even imported.

    `ran` names every rule that would have found its fault, had there been one.
    """

    def __init__(self, cluster: Cluster, wanted: Iterable[Rule]) -> None:
        present = cluster.by_kind
        rules = [rule for rule in wanted if "*" in rule.kinds or any(kind in present for kind in rule.kinds)]
        self.ran = frozenset(rule.id for rule in rules)
        self._by_kind = {kind: [rule for rule in rules if not rule.fleet and _judges(rule, kind)] for kind in present}
        self._sets: dict[frozenset[str], frozenset[str]] = {}
        asked = any(rule.needs for rule in rules)
        self._keys = {id(m): self._set(_known(m)) if asked else _NONE for m in cluster.manifests}
        shapes = {(kind_name(manifest), self._keys[id(manifest)]) for manifest in cluster.manifests}
        self._chosen = {shape: self._choose(*shape) for shape in shapes}
        self.fleet = tuple((rule, check_of(rule)) for rule in rules if rule.fleet and self._called(rule, present))

    def checks(self, manifest: Manifest) -> Checks:
        """The rules for an object of the cluster, with their checks; objects of one shape share the answer."""
        return self._chosen[kind_name(manifest), self._keys[id(manifest)]]

    def _choose(self, kind: str, keys: frozenset[str]) -> Checks:
        return tuple((rule, check_of(rule)) for rule in self._by_kind[kind] if needed(rule, keys))

    def _set(self, keys: frozenset[str]) -> frozenset[str]:
        """The same set, kept once."""
        return self._sets.setdefault(keys, keys)

    def _called(self, rule: Rule, present: Mapping[str, tuple[Manifest, ...]]) -> bool:
        """Whether any object a fleet rule looks at has a key it needs."""
        if not rule.needs:
            return True
        objects = (m for kind, items in present.items() if _judges(rule, kind) for m in items)
        return any(needed(rule, self._keys[id(manifest)]) for manifest in objects)


def _judges(rule: Rule, kind: str) -> bool:
    return "*" in rule.kinds or kind in rule.kinds


def needed(rule: Rule, keys: frozenset[str]) -> bool:
    """Whether a rule can find anything in an object with these keys."""
    return not rule.needs or not keys.isdisjoint(rule.needs)


def _known(manifest: Manifest) -> frozenset[str]:
    """The keys of an object, as whoever read it told, or counted here."""
    keys: frozenset[str] | None = getattr(manifest.content, "keys", None)
    return keys_of(manifest.body) if keys is None else keys


def keys_of(body: Mapping[str, Any]) -> frozenset[str]:
    """Every key of an object, however deep."""
    found: set[Any] = set()
    pending: list[Any] = [body]
    while pending:
        node = pending.pop()
        if type(node) is dict or isinstance(node, Mapping):
            found.update(node)
            node = node.values()
        elif not isinstance(node, (list, tuple)):
            continue
        # By exact type, since most values are texts and asking them for an abstract class takes long.
        pending += [value for value in node if type(value) not in _SCALARS]
    return frozenset(found)
