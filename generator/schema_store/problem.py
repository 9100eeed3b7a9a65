"""What a schema finds wrong, in our own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.model import OMIT, Path

UNKNOWN_FIELD = "unknown-field"
TYPE_MISMATCH = "type-mismatch"
MISSING_REQUIRED = "missing-required"
SCHEMA_CONSTRAINT = "schema-constraint"
QUANTITY_INVALID = "quantity-invalid"
LIST_MAP_DUPLICATE_KEY = "list-map-duplicate-key"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a schema refuses.

    `path` ends at the node to look at: the unknown key itself, or the mapping that lacks a key. `at_key` says that the
    key, not its value, is the culprit. `suggestion` is the name or value that was probably meant, bare. `value` is
    what to write at `path` when that is certain, else OMIT.
    """

    path: Path
    rule: str
    message: str
    fix: str = ""
    suggestion: str = ""
    severity: str = "error"
    at_key: bool = False
    value: Any = OMIT
