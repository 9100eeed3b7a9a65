"""Package archives (wheel, sdist, npm tarball) read in place; nothing is installed or imported."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zipfile
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path


class BuildError(Exception):
    """Something the maintainer has to mend: a pin, an overlay, a package in an unknown form."""


class Archive:
    """One package archive. Members are named without the folder that sdists and npm tarballs wrap around them."""

    def __init__(self, path: Path, sha256: str) -> None:
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        if digest != sha256:
            raise BuildError(f"{path.name}: sha256 is {digest}, sources.toml pins {sha256}.")
        self.path = path
        self._content = content

    @cached_property
    def _members(self) -> Mapping[str, bytes]:
        if self.path.suffix in (".whl", ".zip"):
            with zipfile.ZipFile(io.BytesIO(self._content)) as wheel:
                return {name: wheel.read(name) for name in wheel.namelist() if not name.endswith("/")}
        found: dict[str, bytes] = {}
        with tarfile.open(fileobj=io.BytesIO(self._content), mode="r:gz") as tarball:
            for member in tarball:
                reader = tarball.extractfile(member) if member.isfile() else None
                if reader is not None:
                    found[member.name.partition("/")[2]] = reader.read()
        return found

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The members' names, sorted."""
        return tuple(sorted(self._members))

    def read(self, name: str) -> bytes:
        """The content of a member. Raises BuildError when there is none of that name."""
        try:
            return self._members[name]
        except KeyError:
            raise BuildError(f"{self.path.name} has no member {name}.") from None

    def text(self, name: str) -> str:
        return self.read(name).decode("utf-8")
