"""What several commands begin with: find the repository, read its values, build its fleet."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

from generator.model import UserError

if TYPE_CHECKING:
    from generator.build import Built

CACHE = ".argosy"
"""The folder for caches and the write protocol's journal; git ignores it, and it may be deleted at any time."""


def repository(start: Path | None = None) -> Path:
    """The nearest folder at or above `start` that holds values/fleet.yaml (or a values/ folder).

    Raises UserError when there is none.
    """
    here = (start or Path.cwd()).resolve()
    for wanted in ("values/fleet.yaml", "values"):
        for folder in (here, *here.parents):
            if (folder / wanted).exists():
                return folder
    raise UserError(
        "no values/ folder here or in any folder above", rule="values-missing",
        fix="run `argosy init` to start a repository, or change to the one that holds values/",
    )


def built(root: Path, environments: Collection[str] = (), *, cache: bool = True) -> Built:
    """The repository's fleet, from the values as they stand."""
    from generator.build import build
    from generator.values.source import read_source

    return build(read_source(root), environments, root / CACHE if cache else None)
