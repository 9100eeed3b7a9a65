"""Reading schema files: regular files below a size, JSON only, by names that come from a listing or an index."""

from __future__ import annotations

import json
import os
import stat
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.model import MachineError, Origin, UserError

LIMIT = 16 * 1024 * 1024
"""Bytes; the largest upstream CRD has 2 MB."""


def read_json(path: Path, name: str) -> Any:
    """The JSON in one file; `name` is what messages call it. Raises UserError or MachineError."""
    try:
        return json.loads(read_bytes(path, name))
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 0)
        raise UserError(f"{name} is not readable as JSON", Origin(name, line, getattr(error, "colno", 0)),
                        rule="schema-invalid", fix="import it again, or remove the file") from error  # fmt: skip


def read_bytes(path: Path, name: str) -> bytes:
    """The bytes of one regular file. Raises UserError when it is none, MachineError when it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _unreadable(name, error) from error
    try:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode):
            raise UserError(f"{name} is not a regular file", Origin(name), rule="file-not-regular")
        if facts.st_size > LIMIT:
            raise UserError(f"{name} is larger than {LIMIT // 1024 // 1024} MiB", Origin(name), rule="file-too-large")
        with os.fdopen(os.dup(descriptor), "rb") as stream:
            return stream.read(LIMIT + 1)
    except OSError as error:
        raise _unreadable(name, error) from error
    finally:
        os.close(descriptor)


def _unreadable(name: str, error: OSError) -> UserError:
    if isinstance(error, FileNotFoundError):
        return UserError(f"{name} does not exist", Origin(name), rule="file-missing")
    if isinstance(error, PermissionError):
        return MachineError(f"{name} may not be read", Origin(name), rule="file-unreadable")
    return UserError(f"{name} is a link or cannot be opened", Origin(name), rule="file-not-regular")


def bundled_root() -> Path:
    """Where the bundled schemas lie: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "_schemas"
    return installed if (installed / "index.json").is_file() else package.parent / "schemas"


@lru_cache(maxsize=64)
def bundled_json(root: Path, relative: str) -> Any:
    """One of the bundled files, read once; nobody may change what it returns."""
    try:
        return read_json(root / relative, f"schemas/{relative}")
    except UserError as error:
        raise MachineError(f"the bundled schemas are damaged: {error.message}", rule="schema-data-missing",
                           fix="install argosy again") from error  # fmt: skip
