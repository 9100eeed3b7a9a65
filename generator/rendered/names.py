"""Which file every object goes to: names checked for every file system, one owner for a path and for an identity."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from generator.model import Finding, Fix, Fleet, Manifest, ObjectId, Origin, Related, UserError
from generator.rendered.layout import INDEX

LONGEST = 200
"""Bytes a path segment may have: every common file system takes 255, tools add suffixes."""

_SEGMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))]
)
"""Names Windows keeps for devices, with any extension (Microsoft, "Naming files, paths, and namespaces")."""


@dataclass(frozen=True, slots=True)
class Place:
    """One object's file: `path` relative to rendered/, `unit` the directory (or lone file) swapped as a whole."""

    path: str
    unit: str
    manifest: Manifest


@lru_cache(maxsize=65_536)
def segment_fault(name: str) -> str:
    """Why `name` may not be a path segment; "" when it may."""
    if len(name.encode()) > LONGEST:
        return f"is longer than {LONGEST} bytes"
    if not _SEGMENT.fullmatch(name):
        return "may hold letters, digits, '.', '_' and '-' only and begins with a letter or digit"
    if name.endswith("."):
        return "ends with a dot, which Windows drops"
    if name.split(".", 1)[0].casefold() in _DEVICES:
        return "is a device name on Windows"
    return ""


def path_fault(path: str) -> str:
    """Why `path` (relative to rendered/) may not be written; "" when it may."""
    for name in path.split("/"):
        if fault := segment_fault(name):
            return f"{name[:80]!r} {fault}"
    return ""


def unit_of(path: str) -> str:
    """The unit of exchange that holds a path: its directory, or the file itself when it lies in the environment's.

    A unit is `<env>/apps`, `<env>/<domain>/<app>`, or a file `<env>/<name>`; "" for any other depth.
    """
    parts = path.split("/")
    if len(parts) == 2:
        return path
    return path.rpartition("/")[0] if len(parts) in (3, 4) else ""


def places(fleet: Fleet) -> tuple[Place, ...]:
    """Every object's place, sorted by path; UserError with a finding per bad name and per clash."""
    if not fleet.manifests:
        raise UserError("nothing was rendered", rule="nothing-rendered", fix="add a service under values/services/")
    found: list[Finding] = []
    rows = []
    for manifest in fleet:
        fault, unit = path_fault(manifest.path), unit_of(manifest.path)
        if not fault and not unit:
            fault = "lies neither in an app's directory nor beside root.yaml"
        if not fault and manifest.path.split("/")[1].casefold() == INDEX:
            fault = f"{INDEX} is written by the render itself"
        if fault:
            found.append(_finding("output-name", manifest, f"cannot write rendered/{manifest.path[:300]}: {fault}"))
            continue
        rows.append(Place(manifest.path, unit, manifest))
    rows.sort(key=lambda place: place.path)
    found.extend(_path_clashes(rows))
    found.extend(_identity_clashes(rows))
    if found:
        raise UserError(found[0].message, found[0].origin, findings=found)
    return tuple(rows)


def environment_of(path: str) -> str:
    """The environment a path relative to rendered/ belongs to."""
    return path.partition("/")[0]


def _path_clashes(rows: list[Place]) -> Iterator[Finding]:
    """Names that are one on a disk that folds case, and a file where another object needs a directory."""
    seen: dict[str, tuple[str, Place]] = {}
    folder = ""
    for place in rows:
        above = place.path.rpartition("/")[0]
        for name in _folders(above) if above != folder else ():
            mark = f"{name} {'unit' if name == place.unit else 'folder'}"
            known, other = seen.setdefault(name.casefold(), (mark, place))
            if known != mark:
                yield _clash("output-path-clash", place, other, f"both write rendered/{name}")
        folder = above
        _, other = seen.setdefault(place.path.casefold(), ("", place))
        if other is not place:
            yield _clash("output-path-clash", place, other, f"both write rendered/{place.path}")


def _folders(path: str) -> Iterator[str]:
    """A directory and those that hold it, from the outside in."""
    parts = path.split("/")
    return ("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))


def _identity_clashes(rows: list[Place]) -> Iterator[Finding]:
    seen: dict[tuple[str, ObjectId], Place] = {}
    for place in rows:
        other = seen.setdefault((environment_of(place.path), place.manifest.id), place)
        if other is not place and other.path != place.path:
            where = environment_of(place.path)
            yield _clash("output-object-clash", place, other, f"{place.manifest.id} is rendered twice in {where}")


def _clash(rule: str, place: Place, other: Place, what: str) -> Finding:
    origin = other.manifest.origin() or Origin(f"rendered/{other.path}")
    names = f"{_asked(other.manifest)} and {_asked(place.manifest)}"
    return _finding(rule, place.manifest, f"{what}: {names}", (Related("the other one", origin),))


def _finding(rule: str, manifest: Manifest, message: str, related: tuple[Related, ...] = ()) -> Finding:
    return Finding(
        rule,
        "error",
        message,
        path=manifest.path,
        origin=manifest.origin(manifest.source),
        related=related,
        fix=Fix("rename one of them" if related else "rename it in the values"),
        object=str(manifest.id),
    )


def _asked(manifest: Manifest) -> str:
    return f"{manifest.app.folder} ({manifest.id})" if manifest.app else str(manifest.id)


def by_unit(rows: tuple[Place, ...]) -> Mapping[str, tuple[Place, ...]]:
    """The places of each unit, both sorted."""
    units: dict[str, list[Place]] = {}
    for place in rows:
        units.setdefault(place.unit, []).append(place)
    return {unit: tuple(units[unit]) for unit in sorted(units)}
