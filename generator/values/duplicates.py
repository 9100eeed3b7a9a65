"""Items of one list that bear one name: layers fold by it, so the second would silently change the first."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from generator.model import Finding, Fix, Origin, Path
from generator.values.schema import ANY, REMOVE
from generator.yamlio.read import Document

Tree = Mapping[str, Any]
_NO_TREE: Tree = {}


def duplicate_findings(document: Document, data: Any, tree: Tree, prefix: Path) -> Iterator[Finding]:
    """Every item whose identity an earlier item of its list has, at its line. `tree` is a Shape's `identities`."""
    for path, first in _doubles(data, tree, ()):
        whole = (*prefix, *path)
        line, column = document.position(whole)
        before, _ = document.position((*prefix, *first))
        name = _get(data, path)
        yield Finding(
            "values-duplicate-item",
            "error",
            f"`{path[-1]}: {name}` stands in this list already, at line {before}: the two would become one",
            origin=Origin(document.file, line, column),
            fix=Fix(f"give it another {path[-1]}, or put both into one item"),
            length=document.length(whole),
        )


def _doubles(node: Any, tree: Tree, path: Path) -> Iterator[tuple[Path, Path]]:
    """The path of each doubled identity, and of the one it repeats."""
    keys = tree.get("keys", _NO_TREE)
    if isinstance(node, dict) and not tree.get("verbatim"):
        for key, child in node.items():
            below = keys.get(key) or keys.get(ANY)
            if below:
                yield from _doubles(child, below, (*path, key))
    elif isinstance(node, list):
        identity, below = str(tree.get("identity", "")), keys.get(ANY) or _NO_TREE
        seen: dict[Hashable, Path] = {}
        for number, item in enumerate(node):
            if isinstance(item, dict) and identity in item and isinstance(item[identity], str | int):
                place = (*path, number, identity)
                if item[identity] in seen:
                    yield place, seen[item[identity]]
                elif item.get(REMOVE) is not True:
                    seen[item[identity]] = place
            yield from _doubles(item, below, (*path, number))


def _get(node: Any, path: Path) -> Any:
    for part in path:
        node = node[part]
    return node
