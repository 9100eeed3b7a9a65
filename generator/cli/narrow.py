"""A part of a fleet: by service, domain or chart name, by rendered path, by values file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from generator.model import App, Finding, UserError

if TYPE_CHECKING:
    from generator.build import Built

SHARED = ("values/fleet.yaml",)
"""Values that every app depends on, though no layer of theirs."""


@dataclass(frozen=True)
class Narrowed:
    """What is reported. `units` are folders below rendered/, `paths` the manifests, `files` the values behind them."""

    units: tuple[str, ...]
    paths: frozenset[str]
    files: frozenset[str]
    services: int

    @property
    def checked(self) -> int:
        return len(self.paths)

    def covers(self, finding: Finding) -> bool:
        """Whether a finding belongs to the part."""
        if finding.path:
            return finding.path in self.paths or any(finding.path.startswith(f"rendered/{u}/") for u in self.units)
        return finding.origin is None or finding.origin.file in self.files


def narrowed(made: Built, inside: Sequence[str], names: Sequence[str]) -> Narrowed:
    """The part that paths and names choose together. Raises UserError for one that chooses nothing."""
    apps = [app for scene in made.fleet.scenes for app in (*scene.services, *scene.domains, *scene.platform)]
    chosen: dict[str, App] = {}
    paths: set[str] = set()
    for name in names:
        hits = [app for app in apps if app.name == name] or [app for app in apps if app.domain == name]
        if not hits:
            raise _unknown(name, sorted({app.name for app in apps} | {app.domain for app in apps}))
        chosen.update({app.folder: app for app in hits})
    for path in inside:
        found = {m.path for m in made.fleet if _below(f"rendered/{m.path}", path)} if path != "values" else set()
        hits = [app for app in apps if path.startswith(SHARED) or any(_below(each, path) for each in _files(app))]
        if not found and not hits and path:
            raise _nothing(path)
        paths |= found
        chosen.update({app.folder: app for app in hits})
    for manifest in made.fleet:
        if manifest.app is not None and manifest.app.folder in chosen:
            paths.add(manifest.path)
    owners = {m.app.folder: m.app for m in made.fleet if m.app is not None and m.path in paths}
    files = {layer for app in (*chosen.values(), *owners.values()) for layer in (*app.layers, app.origin.file)}
    services = {app.name for app in (*chosen.values(), *owners.values()) if app.scope == "service"}
    return Narrowed(
        tuple(sorted(chosen)),
        frozenset(f"rendered/{path}" for path in paths),
        frozenset({*files, "values/fleet.yaml"}),
        len(services),
    )


def _files(app: App) -> tuple[str, ...]:
    return (*app.layers, app.origin.file)


def _below(path: str, folder: str) -> bool:
    return not folder or path == folder or path.startswith(f"{folder}/")


def _nothing(path: str) -> UserError:
    where = "rendered/ has nothing there that values/ renders" if path.startswith("rendered") else "no app reads it"
    return UserError(f"nothing to judge in {path}: {where}", rule="nothing-found", fix="check the path")


def _unknown(name: str, known: Sequence[str]) -> UserError:
    near = get_close_matches(name, known, 1)
    hint = f"did you mean {near[0]}?" if near else f"there are {', '.join(known[:8])}"
    message = f"{name!r} is no file here and no service, domain or platform component"
    return UserError(message, rule="nothing-found", fix=hint)
