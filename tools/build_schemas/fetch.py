"""The pinned archives: downloaded once into a folder of the maintainer's, checked against their digests."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools.build_schemas.archive import Archive, BuildError


def fetch(packages: Mapping[str, Mapping[str, Any]], folder: Path) -> dict[str, Archive]:
    """Every package of sources.toml as an archive; those missing from `folder` are downloaded."""
    folder.mkdir(parents=True, exist_ok=True)
    return {name: _one(package, folder) for name, package in sorted(packages.items())}


def _one(package: Mapping[str, Any], folder: Path) -> Archive:
    path = folder / package["file"]
    if not path.exists():
        _download(package, folder)
    if not path.exists():
        raise BuildError(f"The registry has no {package['file']} for {package['name']} {package['version']}.")
    return Archive(path, package["sha256"])


def _download(package: Mapping[str, Any], folder: Path) -> None:
    """pip or npm, by exact version: both silently take another release when only a name is given."""
    if package["registry"] == "npm":
        wanted = f"{package['name']}@{package['version']}"
        command = ["npm", "pack", "--silent", "--pack-destination", str(folder), wanted]
    else:
        # Newer wheels than the running Python can import are fine: they are read, not imported.
        wheel = ["--only-binary=:all:", "--python-version", package.get("python", "3.14")]
        form = ["--no-binary=:all:"] if package["file"].endswith(".tar.gz") else wheel
        wanted = f"{package['name']}=={package['version']}"
        command = [
            sys.executable,
            "-m",
            "pip",
            "download",
            "--quiet",
            "--no-deps",
            *form,
            "--dest",
            str(folder),
            wanted,
        ]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        detail = getattr(error, "stderr", "") or str(error)
        raise BuildError(f"Cannot download {package['name']} {package['version']}: {detail.strip()[-300:]}") from error
