"""Anchors, aliases, merge keys and tags of foreign manifests, as Go's reader treats them, with bounded expansion."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

from generator.yamlio.limits import Limits
from generator.yamlio.messages import shown
from generator.yamlio.scalars import REFUSED

_CORE = "tag:yaml.org,2002:"


class Anchors:
    """The anchored nodes of one document, each with the nodes and characters it expands to."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[Any, int, int] | None] = {}

    def begin(self, name: str) -> None:
        self._known[name] = None

    def end(self, name: str, value: Any, nodes: int, text: int) -> None:
        self._known[name] = (value, nodes, text)

    def __contains__(self, name: str) -> bool:
        return name in self._known

    def get(self, name: str) -> tuple[Any, int, int] | None:
        """None while the node is still open: it would contain itself."""
        return self._known[name]


class Expansion:
    """How much the aliases of a file have expanded to."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._nodes, self._text = limits, 0, 0

    def take(self, anchors: Anchors, name: str) -> tuple[Any, int, int, str]:
        """Value, nodes and characters of an alias, and what is wrong with it."""
        if name not in anchors:
            return None, 1, 0, f"alias *{shown(name)} has no anchor"
        known = anchors.get(name)
        if known is None:
            return None, 1, 0, f"alias *{shown(name)} stands inside what it names"
        value, nodes, text = known
        self._nodes += nodes
        self._text += text
        if self._nodes > self._limits.alias_nodes:
            return None, 1, 0, f"expands to more than {self._limits.alias_nodes} nodes"
        if self._text > self._limits.alias_bytes:
            return None, 1, 0, f"expands to more than {self._limits.alias_bytes} characters"
        return value, nodes, text, ""


def merged(target: dict[str, Any], source: Any) -> dict[str, Any] | None:
    """`target` with the entries of a merge key, which win over earlier keys as in Go; None if it is no mapping."""
    sources = source if isinstance(source, list) else [source]
    if not all(isinstance(part, dict) for part in sources):
        return None
    for part in reversed(sources):
        target.update(part)
    return target


def tagged(tag: str, text: str, plain: Callable[[str], Any]) -> Any:
    """The value of a tagged scalar; REFUSED where it does not fit. Tags that Go does not know leave the text."""
    short = tag.removeprefix(_CORE)
    if short == "binary" and short != tag:
        try:
            return base64.b64decode(text.replace("\n", ""), validate=True).decode("utf-8")
        except ValueError:
            return REFUSED
    if short == tag or short not in ("bool", "int", "float", "null", "timestamp"):
        return text
    value = plain(text)
    if short == "timestamp":
        return text if isinstance(value, str) else REFUSED
    if short == "float" and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    fits = {"bool": bool, "int": int, "float": float, "null": type(None)}[short]
    return value if isinstance(value, fits) and not (short == "int" and isinstance(value, bool)) else REFUSED
