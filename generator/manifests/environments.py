"""Folders that hold the same objects are environments, each for a cluster of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.model import Manifest, ObjectId, Scene

SHARE = 0.5
LEAST = 3
"""Folders are taken for environments when they share at least this part of the smaller one's objects, and this many:
fewer twins are more likely the mistake of two owners, which rules have to see."""


def split(
    manifests: Sequence[Manifest], scenes: Mapping[str, Mapping[str, object]]
) -> tuple[list[Manifest], list[Scene]]:
    """The manifests with the environment of their folder, and a scene for each new one with its parent's settings."""
    done: list[Manifest] = []
    made: dict[str, str] = {}
    for parent in sorted({manifest.environment for manifest in manifests}):
        group = [manifest for manifest in manifests if manifest.environment == parent]
        folders = environments(group)
        for manifest in group:
            folder = next((f for f in folders if manifest.path.startswith(f"{f}/")), None)
            if folder is None:
                done.append(manifest)
                continue
            made[folder] = parent
            done.append(_of(manifest, folder))
    kept = [Scene(folder, values) for folder, values in sorted(scenes.items())]
    more = [Scene(folder, scenes.get(parent, {})) for folder, parent in sorted(made.items()) if folder not in scenes]
    return done, kept + more


def _of(manifest: Manifest, environment: str) -> Manifest:
    """The manifest in another environment; `replace` takes six times as long, and this is done to every object."""
    made = object.__new__(Manifest)
    made.__dict__.update(manifest.__dict__, environment=environment)
    return made


def environments(manifests: Iterable[Manifest]) -> list[str]:
    """The sibling folders that hold one set of objects again and again; none when there are no such."""
    twins: dict[ObjectId, list[str]] = {}
    for manifest in manifests:
        twins.setdefault(manifest.id, []).append(manifest.path)
    parents: dict[str, dict[str, set[ObjectId]]] = {}
    for identity, paths in twins.items():
        for parent, names in _apart(paths).items():
            for name in names:
                parents.setdefault(parent, {}).setdefault(name, set()).add(identity)
    found: list[str] = []
    for parent, folders in sorted(parents.items()):
        held = {name: _inside(twins, f"{parent}{name}/") for name in folders}
        alike = [name for name in sorted(folders) if len(folders[name]) >= max(LEAST, SHARE * len(held[name]))]
        if len(alike) > 1:
            found += [f"{parent}{name}" for name in alike]
    return found


def _apart(paths: Sequence[str]) -> dict[str, set[str]]:
    """Where the paths of one identity part: the folder they share, with a slash, and the folders below it."""
    if len(paths) < 2:
        return {}
    rows = [path.split("/") for path in paths]
    depth = 0
    while all(len(row) > depth + 1 and row[depth] == rows[0][depth] for row in rows):
        depth += 1
    names = {row[depth] for row in rows if len(row) > depth + 1}
    parent = "/".join(rows[0][:depth])
    return {f"{parent}/" if parent else "": names} if len(names) > 1 else {}


def _inside(twins: Mapping[ObjectId, Sequence[str]], folder: str) -> set[ObjectId]:
    return {identity for identity, paths in twins.items() if any(path.startswith(folder) for path in paths)}
