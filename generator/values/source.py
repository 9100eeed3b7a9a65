"""The values folder as documents: which files there are, what they say, and everything wrong with them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from generator.model import Finding, Origin, UserError
from generator.yamlio.files import Folder, Listing
from generator.yamlio.read import Document, read

FOLDER = "values"
_IGNORED = (".md", ".orig", ".rej", ".swp", ".swo", ".tmp", ".txt", "~", ".bak")


@dataclass(frozen=True)
class Source:
    """Every values file by its path relative to the repository, read once.

    `findings` holds what could not be read. `bytes_by_file` keeps the raw bytes of every file looked at.
    """

    documents: Mapping[str, Document]
    bytes_by_file: Mapping[str, bytes]
    findings: tuple[Finding, ...] = ()
    ignored: tuple[str, ...] = ()

    def data(self, file: str) -> Mapping[str, Any]:
        """What a file says; an absent file says nothing."""
        document = self.documents.get(file)
        return document.data if document else {}

    @cached_property
    def broken(self) -> tuple[str, ...]:
        """Files that exist and could not be read."""
        return tuple(sorted(file for file in self.bytes_by_file if file not in self.documents))

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of every file read, in hex."""
        return {file: hashlib.sha256(text).hexdigest() for file, text in sorted(self.bytes_by_file.items())}

    @cached_property
    def services(self) -> tuple[str, ...]:
        """The names of the folders under values/services/."""
        return self._folders(f"{FOLDER}/services/")

    @cached_property
    def domains(self) -> tuple[str, ...]:
        return self._stems(f"{FOLDER}/domains/")

    @cached_property
    def platform(self) -> tuple[str, ...]:
        return self._stems(f"{FOLDER}/platform/")

    def _folders(self, prefix: str) -> tuple[str, ...]:
        rest = (file[len(prefix) :] for file in self.bytes_by_file if file.startswith(prefix))
        return tuple(sorted({name.split("/", 1)[0] for name in rest if "/" in name}))

    def _stems(self, prefix: str) -> tuple[str, ...]:
        rest = (file[len(prefix) :] for file in self.bytes_by_file if file.startswith(prefix))
        return tuple(sorted({name.removesuffix(".yaml") for name in rest if "/" not in name}))


def read_source(root: Path, services: Collection[str] | None = None) -> Source:
    """Read values/ below `root`; with `services`, of the folders below values/services/ only theirs.

    Raises UserError when there is no values/ folder or it holds no fleet.yaml; every other trouble is a finding.
    """
    raw: dict[str, bytes] = {}
    unreadable: dict[str, tuple[Finding, ...]] = {}
    with Folder(root) as folder:
        if not (root / FOLDER).is_dir():
            raise _no_values(root)
        listing = _listing(folder, services)
        for file in listing.files:
            try:
                raw[file] = folder.read(file)
            except UserError as error:
                raw[file] = b""
                unreadable[file] = error.findings
    if not raw:
        raise _no_values(root)
    return source_of(raw, unreadable, listing.ignored)


def _listing(folder: Folder, services: Collection[str] | None) -> Listing:
    if services is None:
        return folder.listing(FOLDER, suffixes=(".yaml",))
    tops = [f"{FOLDER}/{name}" for name in sorted(os.listdir(folder.directory(FOLDER))) if name != "services"]
    files = [path for path in tops if path.endswith(".yaml")]
    folders = [path for path in tops if path.rpartition("/")[2] in _PLACES]
    found = [
        folder.listing(path, suffixes=(".yaml",))
        for path in (*folders, *(f"{FOLDER}/services/{name}" for name in sorted(services)))
    ]
    return Listing(tuple(sorted([*files, *(file for each in found for file in each.files)])))


def source_of(
    raw: Mapping[str, bytes],
    unreadable: Mapping[str, Sequence[Finding]] = MappingProxyType({}),
    ignored: tuple[str, ...] = (),
) -> Source:
    """Files by path as documents. `unreadable` says why some could not be read, `ignored` what is beside them."""
    documents: dict[str, Document] = {}
    findings: list[Finding] = []
    for file, text in raw.items():
        try:
            if file not in unreadable:
                documents[file] = _mapping(read(text, file))
        except UserError as error:
            findings.extend(error.findings)
        findings.extend(unreadable.get(file, ()))
    findings += [_unknown_suffix(file) for file in ignored if not _backup(file)]
    findings += _misplaced(raw)
    return Source(documents, raw, tuple(findings), ignored)


def _no_values(root: Path) -> UserError:
    return UserError(
        f"no {FOLDER}/ folder with files under {root.name or root}",
        rule="values-missing",
        fix="run `argosy init`, or run this in the repository that holds values/",
    )


def _backup(file: str) -> bool:
    name = file.rsplit("/", 1)[-1]
    return name.startswith(".") or (name.lower().endswith(_IGNORED))


def _mapping(document: Document) -> Document:
    if not isinstance(document.data, dict):
        raise UserError(
            "top level must be a mapping", Origin(document.file, 1, 1), rule="values-shape", fix="write `key: value`"
        )
    return document


def _unknown_suffix(file: str) -> Finding:
    lower = file.lower()
    if lower.endswith((".yml", ".yaml")):
        message = f"{file} is not read: values files end in .yaml"
    else:
        message = f"{file} is not a values file"
    return Finding("values-unknown-file", "error", message, origin=Origin(file, 1, 1))


_PLACES = {
    "services": "services/<service>/values.yaml or services/<service>/<environment>.yaml",
    "domains": "domains/<domain>.yaml or domains/<domain>/<environment>.yaml",
    "platform": "platform/<component>.yaml or platform/<component>/<environment>.yaml",
    "environments": "environments/<environment>.yaml",
}


def _misplaced(files: Mapping[str, bytes]) -> list[Finding]:
    """Files in places that no layer reads."""
    found = []
    for file in sorted(files):
        parts = file.split("/")[1:]
        folder = parts[0]
        if len(parts) == 1 and folder in ("fleet.yaml", "defaults.yaml"):
            continue
        depth = {"services": (3,), "domains": (2, 3), "platform": (2, 3), "environments": (2,)}.get(folder, ())
        if len(parts) in depth:
            continue
        where = _PLACES.get(folder, "fleet.yaml, defaults.yaml, services/, domains/, platform/ or environments/")
        found.append(
            Finding(
                "values-unknown-file",
                "error",
                f"{file} is in a place that nothing reads; expected {where}",
                origin=Origin(file, 1, 1),
            )
        )
    return found
