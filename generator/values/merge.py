"""How layers fold: mappings by key, scalars replace, null removes, lists replace unless items have an identity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.values.schema import ANY, REMOVE

Tree = Mapping[str, Any]
_NO_TREE: Tree = {}


def merge(base: Mapping[str, Any], over: Mapping[str, Any], tree: Tree | None = None) -> dict[str, Any]:
    """`base` with `over` folded on top; neither is changed, untouched branches are shared.

    `tree` is a Shape's `identities`: it says which lists merge by a key of their items, and which mappings are taken
    whole, nulls and all (`x-verbatim`: patches and raw objects, where null means something to somebody else).
    """
    keys = (tree or _NO_TREE).get("keys", _NO_TREE)
    merged = dict(base)
    for key, value in over.items():
        if value is None:
            merged.pop(key, None)
            continue
        kind = type(value)
        if kind is dict:
            old = merged.get(key)
            below = keys.get(key) or keys.get(ANY)
            if below and below.get("verbatim"):
                merged[key] = value
            elif type(old) is dict:
                merged[key] = merge(old, value, below)
            else:
                merged[key] = merge({}, value, below)
        elif kind is list:
            below = keys.get(key) or keys.get(ANY)
            identity = below.get("identity") if below else None
            old = merged.get(key)
            if identity and below:
                merged[key] = _merge_items(old if type(old) is list else [], value, identity, below)
            else:
                merged[key] = value
        else:
            merged[key] = value
    return merged


def _merge_items(base: list[Any], over: list[Any], identity: str, tree: Tree) -> list[Any]:
    """Items with a known identity merge in place, new ones follow; `{<identity>: x, $remove: true}` drops one."""
    below = tree.get("keys", _NO_TREE).get(ANY)
    merged: list[Any] = list(base)
    places = {item[identity]: n for n, item in enumerate(merged) if isinstance(item, dict) and identity in item}
    removed: set[int] = set()
    for item in over:
        if not isinstance(item, dict) or identity not in item:
            merged.append(item)
            continue
        place = places.get(item[identity])
        if item.get(REMOVE) is True:
            if place is not None:
                removed.add(place)
        elif place is None:
            places[item[identity]] = len(merged)
            merged.append(merge({}, item, below))
        else:
            merged[place] = merge(merged[place], item, below)
    return [item for n, item in enumerate(merged) if n not in removed]
