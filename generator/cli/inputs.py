"""What several commands begin with: find the repository, read its values, build its fleet."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from generator.model import UserError

if TYPE_CHECKING:
    from generator.build import Built
    from generator.rendered.index import Owned

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


def built(root: Path, environments: Collection[str] = ()) -> Built:
    """The repository's fleet, from the values as they stand."""
    from generator.build import build
    from generator.values.source import read_source

    return build(read_source(root), environments)


def tool_key() -> str:
    """What tells two states of the tool apart by stats alone: its version and its files' sizes and times."""
    from hashlib import sha256

    from generator import __version__

    rows = sorted(f"{path[len(_PACKAGE) :]} {size} {when}" for path, size, when in _files(_PACKAGE))
    return f"{__version__} {sha256('|'.join(rows).encode('utf8', 'surrogateescape')).hexdigest()}"


def tool() -> Mapping[str, str]:
    """What the index records of the tool: its version, and a digest of the templates and schemas that shape output."""
    from hashlib import sha256

    from generator import __version__

    digest = sha256()
    shapes = [path for path, _, _ in _files(_PACKAGE) if path.endswith((".yaml.j2", "schema.yaml", "core.yaml"))]
    for path in sorted(shapes):
        digest.update(path[len(_PACKAGE) :].replace(os.sep, "/").encode() + b"\0" + Path(path).read_bytes() + b"\0")
    return {"argosy": __version__, "template set": digest.hexdigest()}


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                found = entry.stat()
                yield entry.path, found.st_size, found.st_mtime_ns


def merge_base(root: Path) -> list[Owned] | None:
    """Who owned which object where this branch left the default branch, for the deletion guard.

    None where git cannot say (no repository, no such branch): then the index on disk is asked.
    """
    if not any((folder / ".git").exists() for folder in (root, *root.parents)):
        return None
    import subprocess

    from generator.rendered.index import owned

    def git(*arguments: str) -> str | None:
        command = ["git", "-C", str(root), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, check=False, timeout=20)
        except (OSError, subprocess.SubprocessError):
            return None
        return done.stdout.decode("utf8", "replace") if done.returncode == 0 else None

    for branch in ("origin/HEAD", "origin/main", "origin/master", "main", "master"):
        base = git("merge-base", "HEAD", branch)
        if base:
            listed = git("ls-tree", "--name-only", "-r", base.strip(), "--", "rendered")
            paths = [p for p in (listed or "").split("\n") if p.count("/") == 2 and p.endswith("/index.json")]
            rows: list[Owned] = []
            for path in paths:
                rows += owned(path.split("/")[1], git("show", f"{base.strip()}:{path}") or "")
            return rows or None
    return None
