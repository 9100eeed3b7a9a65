"""What an explanation may look at: the schema, the data, and how much of a value may be shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.model import Path
from generator.schema_store import words
from generator.schema_store.trail import Node, deref, governing, properties


@dataclass(frozen=True, slots=True)
class Context:
    """The schema's root and the data; `quote_values` False keeps every value out of the messages."""

    root: dict[str, Any]
    data: Any
    quote_values: bool = True

    def show(self, value: Any) -> str:
        """A value as it may stand in a message."""
        return words.show(value) if self.quote_values else words.type_name(value)

    def known(self, path: Path) -> dict[str, Any]:
        """The keys the schema names for the mapping at `path`, with their schemas."""
        return properties(governing(self.root, path))

    def deref(self, node: Any) -> Node:
        """The node behind a reference; a boolean schema reads as an empty one."""
        found = deref(self.root, node)
        return found if isinstance(found, Mapping) else {}
