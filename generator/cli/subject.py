"""What `validate` judges: the fleet of a repository (or a part of it), or manifests that somebody else wrote."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.model import Finding, Fix, Fleet, Manifest, UserError
from generator.suppress import Suppression, by_settings
from generator.suppress_marks import Marks, in_annotations, in_text
from generator.yamlio.files import read_file

if TYPE_CHECKING:
    from generator.build import Built
    from generator.report.frame import Lines
    from generator.yamlio.read import Document

RENDERED = "rendered"
SCHEMAS = ".schemas"


@dataclass(frozen=True)
class Subject:
    """One thing to judge. `findings` came up while reading it. `part` limits what is reported, None reports all.

    `root` is the folder that paths are relative to; `prefix` stands before the paths of manifests; `document` gives
    the document a finding's origin is in, for fixes. `previous` is what was rendered at the merge base.
    """

    fleet: Fleet
    findings: tuple[Finding, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    root: Path = Path()
    prefix: str = ""
    part: Callable[[Finding], bool] | None = None
    checked: int = 0
    services: int = 0
    environments: int = 0
    files: int = 0
    notes: tuple[str, ...] = ()
    schemas: tuple[Path, ...] = ()
    previous: Fleet | None = None
    lines: Lines = lambda path: None
    document: Callable[[str, int], Document | None] = lambda file, line: None
    extras: Mapping[str, Any] = field(default_factory=dict)


def subject(arguments: Sequence[str], environments: Sequence[str], *, drift: bool) -> Subject:
    """What the arguments name. Raises UserError where they name nothing, or two different things at once."""
    root = _root()
    inside, foreign, names = _sorted(arguments, root)
    if foreign and (inside or names or environments):
        other = (*inside, *names, *(f"--env {name}" for name in environments))[0]
        raise UserError(
            f"{foreign[0]} is not part of the fleet, {other} is: judge them in two runs",
            rule="usage",
            fix=f"`argosy validate {foreign[0]}` for itself",
        )
    if foreign:
        from generator.manifests import load

        return _foreign(load(foreign, lambda: sys.stdin.buffer.read((16 << 20) + 1)))
    if root is None:
        raise UserError(
            "no values/ folder here or in any folder above",
            rule="values-missing",
            fix="name the manifests to judge (`argosy validate PATH...`), or start a repository with `argosy init`",
        )
    return _fleet(root, environments, inside, names, drift)


def _root() -> Path | None:
    from generator.cli.inputs import repository

    try:
        return repository()
    except UserError:
        return None


def _sorted(arguments: Sequence[str], root: Path | None) -> tuple[list[str], list[str], list[str]]:
    """The arguments as paths inside the fleet (relative to its root), foreign paths, and names."""
    inside: list[str] = []
    foreign: list[str] = []
    names: list[str] = []
    for argument in arguments:
        within = _within(argument, root)
        if within is not None:
            inside.append(within)
        elif argument == "-" or root is None or os.path.lexists(argument) or "/" in argument:
            foreign.append(argument)
        else:
            names.append(argument)
    return inside, foreign, names


def _within(argument: str, root: Path | None) -> str | None:
    """The path below the root when it is the root, or lies in its values/ or rendered/; no link is followed."""
    if root is None or argument == "-":
        return None
    full = os.path.normpath(Path.cwd().resolve() / argument)
    relative = os.path.relpath(full, root)
    if relative == ".":
        return ""
    first = relative.split(os.sep, 1)[0]
    looks = os.path.lexists(full) or os.sep in argument
    return relative.replace(os.sep, "/") if first in ("values", RENDERED) and looks else None


def _fleet(root: Path, environments: Sequence[str], inside: list[str], names: list[str], drift: bool) -> Subject:
    from generator.cli.history import History
    from generator.cli.inputs import built
    from generator.cli.narrow import Narrowed, narrowed

    made = built(root, environments)
    source = made.layers.source
    part: Narrowed | None = narrowed(made, inside, names) if names or any(inside) else None
    findings = [*made.findings]
    fleet = _lenient(made.fleet) if made.failed else made.fleet
    if drift and not made.failed:
        findings += _drift(root, made, part.units if part else environments)
    marks = [in_text(file, data, _quoted(source.documents.get(file))) for file, data in source.bytes_by_file.items()]
    marks.append(in_annotations(made.fleet, lambda manifest: f"{RENDERED}/{manifest.path}"))
    fleet_file = source.documents.get("values/fleet.yaml")
    rows = fleet_file.data.get("suppress") if fleet_file and not made.failed else None
    suppressions = [s for mark in marks for s in mark.suppressions]
    if fleet_file is not None and isinstance(rows, list):
        suppressions += by_settings(rows, _origins(fleet_file, len(rows)))
    services = {app.name for scene in made.fleet.scenes for app in scene.services}
    folder = root / SCHEMAS
    return Subject(
        fleet,
        (*findings, *(f for mark in marks for f in mark.findings)),
        tuple(suppressions),
        root,
        f"{RENDERED}/",
        part.covers if part else None,
        part.checked if part else len(made.fleet),
        part.services if part else len(services),
        len(made.fleet.scenes),
        schemas=(folder,) if folder.is_dir() else (),
        previous=None if made.failed else History(root).fleet(made.fleet),
        lines=_reader(root, source.bytes_by_file),
        document=lambda file, line: source.documents.get(file),
    )


def _lenient(fleet: Fleet) -> Fleet:
    """The part of a fleet that could be built: what is missing in it may be what is broken, so nothing is closed."""
    scenes = tuple(replace(s, settings={**s.settings, "closedNamespaces": []}) for s in fleet.scenes)
    return replace(fleet, scenes=scenes, settings={**fleet.settings, "closedNamespaces": []})


def _drift(root: Path, made: Built, only: Collection[str]) -> list[Finding]:
    from generator.cli.inputs import tool
    from generator.rendered import drift

    found = drift.check(made.fleet, root, inputs=made.layers.source.digests, tool=tool(), only=only)
    return [replace(f, path=f"{RENDERED}/{f.path}") if f.path else f for f in found]


def _origins(document: Document, size: int) -> dict[int, Any]:
    from generator.model import Origin

    return {n: Origin(document.file, *document.position(("suppress", n))) for n in range(size)}


def _quoted(*documents: Document | None) -> Callable[[], list[tuple[int, int]]]:
    """Where the quoted scalars of a file stand: a comment sign in them is none."""

    def spans() -> list[tuple[int, int]]:
        places = (place for document in documents if document for place in document.places.values())
        return [(place.start, place.end) for place in places if place.style in ('"', "'")]

    return spans


def _reader(root: Path, known: Mapping[str, bytes]) -> Lines:
    """The lines of a file, each file split once."""
    from functools import lru_cache

    @lru_cache(maxsize=64)
    def lines(path: str) -> list[str] | None:
        data = known.get(path)
        if data is None:
            try:
                data = read_file(root, path)
            except UserError:
                return None
        return data.decode("utf-8", "replace").removeprefix("\ufeff").replace("\r\n", "\n").split("\n")

    return lines


def _foreign(loaded: Any) -> Subject:
    findings = list(loaded.findings)
    if not loaded.fleet.manifests and not any(f.severity == "error" for f in findings):
        fix = Fix("name files or folders that hold manifests, or `-` for standard input")
        findings.append(Finding("nothing-found", "error", "no Kubernetes object found in what was given", fix=fix))
    marks: list[Marks] = [in_annotations(loaded.fleet, lambda manifest: manifest.path)]
    for file, data in loaded.texts.items():
        stream = loaded.streams.get(file)
        marks.append(in_text(file, data, _quoted(*(stream or ()))))
    suppressions = [s for mark in marks for s in mark.suppressions]
    for settings in loaded.settings:
        suppressions += by_settings(list(settings.suppress), settings.origins, settings.folder)
    folder = Path(SCHEMAS)
    return Subject(
        loaded.fleet,
        (*findings, *(f for mark in marks for f in mark.findings)),
        tuple(suppressions),
        checked=sum(1 for m in loaded.fleet if not m.component),
        files=len({manifest.path for manifest in loaded.fleet}),
        notes=(*_skipped(loaded.skipped), *_assumed(loaded.fleet)),
        schemas=(folder,) if folder.is_dir() else (),
        lines=_reader(Path(), loaded.texts),
        document=lambda file, line: _at(loaded.streams.get(file), line),
    )


def _at(stream: Any, line: int) -> Document | None:
    """The document of a stream that a line is in."""
    found: Document | None = None
    for document in stream or ():
        if document.line <= line or found is None:
            found = document
    return found


def _skipped(skipped: Mapping[str, Sequence[str]]) -> list[str]:
    return [f"Not judged, {why}: {', '.join(paths[:5])}{_more(len(paths) - 5)}." for why, paths in skipped.items()]


def _more(number: int) -> str:
    return f" and {number} more" if number > 0 else ""


_PRODUCTS = {
    "keda.sh": ("keda", "KEDA"),
    "istio.io": ("istio", "Istio"),
    "argoproj.io": ("argocd", "Argo CD"),
    "monitoring.coreos.com": ("prometheusOperator", "prometheus-operator"),
    "external-secrets.io": ("externalSecrets", "External Secrets"),
}


def _assumed(fleet: Fleet) -> list[str]:
    """Which product versions were taken for granted, where no argosy.yaml names them."""
    from generator.facts.cluster import NEWEST

    named = {product for scene in fleet.scenes for product in scene.settings.get("products") or {}}
    groups: set[str] = {_group(manifest) for manifest in fleet}
    said = [] if "kubernetes" in named or not fleet.manifests else [f"Kubernetes {NEWEST['kubernetes']}"]
    for group, (product, name) in _PRODUCTS.items():
        if product not in named and any(each == group or each.endswith(f".{group}") for each in groups):
            said.append(f"{name} {NEWEST[product]}")
    return [f"Assumed: {', '.join(said)} (name yours under `products` in argosy.yaml)."] if said else []


def _group(manifest: Manifest) -> str:
    return manifest.id.group
