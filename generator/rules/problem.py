"""What a rule yields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.model import OMIT, Manifest, Path


@dataclass(frozen=True, slots=True)
class Place:
    """Another object that matters, and where in it."""

    message: str
    manifest: Manifest
    path: Path = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an object.

    `path` leads to the field in the rendered body. `severity` overrides the rule's (`error`, `warning`, `info`,
    `unverifiable`). `manifest` names the object in FLEET rules. `fix` is a sentence; with `safe`, writing `value` at
    `path` (OMIT removes it) mends it without changing anything else. `at_key` points at the key, not the value.
    `note` stands beside the carets.
    """

    message: str
    path: Path = ()
    fix: str = ""
    note: str = ""
    severity: str = ""
    manifest: Manifest | None = None
    related: tuple[Place, ...] = ()
    safe: bool = False
    value: Any = OMIT
    at_key: bool = False
