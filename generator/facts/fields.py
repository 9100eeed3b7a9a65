"""Fields of untrusted bodies by the type a rule can work with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cluster import get


def text(node: Any, *path: str | int) -> str:
    """The string at a path of a body, or "" where there is none."""
    for part in path:
        node = node.get(part) if type(node) is dict else get(node, part)
    return node if isinstance(node, str) else ""


def whole(node: Any, *path: str | int) -> int | None:
    """The integer at a path of a body, or None; a boolean is no integer."""
    for part in path:
        node = node.get(part) if type(node) is dict else get(node, part)
    return node if isinstance(node, int) and not isinstance(node, bool) else None


def entries(node: Any, *path: str | int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The mappings of the list at a path of a body, each with its position."""
    for part in path:
        node = node.get(part) if type(node) is dict else get(node, part)
    if isinstance(node, list):
        for n, row in enumerate(node):
            if type(row) is dict or isinstance(row, Mapping):
                yield n, row


def doubled(names: Iterator[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Names that came before in a list: position, position of the first, name. Empty names do not count."""
    first: dict[str, int] = {}
    for n, name in names:
        if name and name in first:
            yield n, first[name], name
        first.setdefault(name, n)
