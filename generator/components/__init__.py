"""The open folder of components: a folder here, with views, templates and a schema, is all it takes."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from generator.model import App, Part, Scene, View

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Component:
    """One folder: what it adds to other objects, the objects it wants, and where its templates lie."""

    name: str
    folder: Path
    scopes: tuple[str, ...]
    views: Callable[[App, Scene], Iterator[View]]
    parts: Callable[[App, Scene], Iterator[Part]] | None


@cache
def names() -> tuple[str, ...]:
    """The names of all components, sorted: the folders beside this file that hold a schema."""
    with os.scandir(_FOLDER) as entries:
        return tuple(sorted(e.name for e in entries if os.path.exists(f"{e.path}/schema.yaml")))  # noqa: PTH110


@cache
def load() -> tuple[Component, ...]:
    """Every component, sorted by name."""
    found = []
    for name in names():
        module: Any = importlib.import_module(f"{__name__}.{name}")
        found.append(
            Component(name, _FOLDER / name, tuple(module.SCOPES), module.views, getattr(module, "parts", None))
        )
    return tuple(found)


def schema_files() -> Mapping[str, Path]:
    """Each component's schema.yaml, by component."""
    return {name: _FOLDER / name / "schema.yaml" for name in names()}
