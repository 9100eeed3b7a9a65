"""Fields of untrusted bodies by the type a rule can work with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.facts.cluster import get


def text(node: Any, *path: str | int) -> str:
    """The string at a path of a body, or "" where there is none."""
    found = get(node, *path)
    return found if isinstance(found, str) else ""


def whole(node: Any, *path: str | int) -> int | None:
    """The integer at a path of a body, or None; a boolean is no integer."""
    found = get(node, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) else None


def entries(node: Any, *path: str | int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """The mappings of the list at a path of a body, each with its position."""
    found = get(node, *path)
    if isinstance(found, list):
        for n, row in enumerate(found):
            if type(row) is dict or isinstance(row, Mapping):
                yield n, row


def doubled(names: Iterator[tuple[int, str]]) -> Iterator[tuple[int, int, str]]:
    """Names that came before in a list: position, position of the first, name. Empty names do not count."""
    first: dict[str, int] = {}
    for n, name in names:
        if name and name in first:
            yield n, first[name], name
        first.setdefault(name, n)
