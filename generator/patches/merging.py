"""Strategic merge: mappings by key, lists by the identity of their items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

MERGE_KEYS: Mapping[str, tuple[str, ...]] = {
    "containers": ("name",),
    "initContainers": ("name",),
    "env": ("name",),
    "volumes": ("name",),
    "volumeMounts": ("mountPath",),
    "ports": ("containerPort", "port"),
    "imagePullSecrets": ("name",),
    "topologySpreadConstraints": ("topologyKey",),
    "hostAliases": ("ip",),
    "http": ("name",),
    "subsets": ("name",),
    "groups": ("name",),
    "rules": ("alert", "record"),
    "endpoints": ("port",),
    "triggers": ("name",),
    "receivers": ("name",),
    "conditions": ("type",),
}
"""The key that identifies the items of a list, by the list's name.

Kubernetes states it as patchMergeKey in its API types (https://kubernetes.io/docs/reference/kubernetes-api/); for the
Istio, Prometheus and KEDA lists it is the field their own documentation uses to tell items apart.
"""


def strategic_merge(base: Any, over: Any, name: str = "") -> Any:
    """`over` merged onto `base`: mappings by key, lists in MERGE_KEYS by identity, null removes, the rest replaces."""
    if isinstance(base, Mapping) and isinstance(over, Mapping):
        merged = dict(base)
        for key, value in over.items():
            if value is None:
                merged.pop(key, None)
            else:
                merged[key] = strategic_merge(merged[key], value, key) if key in merged else value
        return merged
    if isinstance(base, Sequence) and isinstance(over, Sequence) and not isinstance(base, str):
        key = identity(name, base, over)
        if key is not None:
            return list(_merged_items(base, over, key))
    return over


def identity(name: str, base: Any, over: Any) -> str | None:
    """The key that tells the items of two lists called `name` apart; None where the second replaces the first."""
    if not all(isinstance(x, Sequence) and not isinstance(x, str) for x in (base, over)):
        return None
    items = (*base, *over)
    for key in MERGE_KEYS.get(name, ()):
        if all(isinstance(x, Mapping) and key in x for x in items):
            return key
    return None


def _merged_items(base: Sequence[Any], over: Sequence[Any], key: str) -> Iterator[Any]:
    changes = {item[key]: item for item in over}
    for item in base:
        change = changes.pop(item[key], None)
        if change is None:
            yield item
        elif change.get("$patch") != "delete":
            yield strategic_merge(item, change)
    yield from changes.values()
