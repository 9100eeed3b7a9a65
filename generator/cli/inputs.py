"""What several commands begin with: find the repository, read its values, build its fleet."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from generator.model import UserError

if TYPE_CHECKING:
    from generator.build import Built
    from generator.conformity import Conformity

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 (start-up)


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
        "no values/ folder here or in any folder above",
        rule="values-missing",
        fix="run `argosy init` to start a repository, or change to the one that holds values/",
    )


def built(root: Path, environments: Collection[str] = (), *, lean: bool = False) -> Built:
    """The repository's fleet, from the values as they stand; `lean` where texts are all that is wanted."""
    from generator.build import build
    from generator.values.source import read_source

    with uncollected():
        return build(read_source(root), environments, lean=lean, fits=_conformity(root).fits if lean else None)


def _conformity(root: Path) -> Conformity:
    from generator.conformity import Conformity

    return Conformity(schema_folders(root))


def schema_folders(root: Path) -> tuple[Path, ...]:
    """The folder of the repository's own schemas, where there is one."""
    folder = root / ".schemas"
    return (folder,) if folder.is_dir() else ()


def built_alone(root: Path, environments: Collection[str], services: Collection[str]) -> Built | None:
    """The fleet of some services, with nothing read of the others; None where that cannot be or is not enough.

    It is not for names that belong to a domain or a platform component as well, for services of which none is
    rendered, and for those that have to know others.
    """
    from generator.build import OthersNeededError, build
    from generator.values.source import read_source

    values = root / "values"
    if not all((values / "services" / name).is_dir() and "/" not in name for name in services):
        return None
    if any((values / kind / f"{name}.yaml").exists() for kind in ("domains", "platform") for name in services):
        return None
    try:
        fits = _conformity(root).fits
        found = build(read_source(root, services), environments, lean=True, alone=True, fits=fits)
    except OthersNeededError:
        return None
    return found if {app.name for scene in found.fleet.scenes for app in scene.services} == set(services) else None


@contextmanager
def uncollected() -> Iterator[None]:
    """The search for garbage cycles put off; what is alive at the end is exempt from every later search.

    Building makes hundreds of thousands of objects that stay and hardly a cycle, and looking through them again and
    again costs two fifths of a render.
    """
    import gc

    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()


_APART = frozenset({"__pycache__", "rules", "facts", "report"})
"""Folders of the package that no render reads: they judge and tell."""


def tool_key() -> str:
    """What tells two states of the tool apart by stats alone: its version and its files' sizes and times."""
    from hashlib import sha256

    from generator import __version__

    cut = len(_PACKAGE)
    found = ((entry.path[cut:], entry.stat()) for entry in _files(_PACKAGE))
    rows = sorted(f"{path} {stat.st_size} {stat.st_mtime_ns}" for path, stat in found)
    return f"{__version__} {sha256('|'.join(rows).encode('utf8', 'surrogateescape')).hexdigest()}"


def tool() -> Mapping[str, str]:
    """What the index records of the tool: its version, and a digest of the templates and schemas that shape output."""
    from hashlib import sha256

    from generator import __version__

    digest = sha256()
    shapes = [e.path for e in _files(_PACKAGE) if e.name.endswith((".yaml.j2", "schema.yaml", "core.yaml"))]
    for path in sorted(shapes):
        digest.update(path[len(_PACKAGE) :].replace(os.sep, "/").encode() + b"\0" + Path(path).read_bytes() + b"\0")
    return {"argosy": __version__, "template set": digest.hexdigest()}


def _files(folder: str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.is_dir():
                yield entry
            elif entry.name not in _APART:
                yield from _files(entry.path)
