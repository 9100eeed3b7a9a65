"""What writing would do, before it is done: rendered/ as it is against the fleet as it should be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from generator.model import Fleet, WritePlan
from generator.rendered import index, names, tree
from generator.rendered.guard import Deletions, judge
from generator.rendered.index import Entry, Index, Owned
from generator.rendered.layout import FOLDER, INDEX, KEPT


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked for: enough to make the plan again. See `plan` for the fields; `alone` is for `part.plan`."""

    fleet: Fleet
    root: Path
    inputs: Mapping[str, str] = field(default_factory=dict)
    tool: Mapping[str, str] = field(default_factory=dict)
    base: tuple[Owned, ...] | None = None
    only: tuple[str, ...] = ()
    alone: bool = False


@dataclass(frozen=True)
class Plan:
    """What writing would do, and what it needs to know to be done.

    Paths are relative to rendered/. `writes` counts every file, the index files among them. `wanted` holds the objects
    of each unit, `shas` the digest of each wanted file, `indexes` each environment's new index ("" removes it),
    `changed` the units to swap. `edited` are files changed by hand that would be lost, `foreign` files that nobody here
    wrote (they stay), `conflicted` files with git's conflict markers. `committed` is the file system's clock (ns) at
    the commit point, once carried out.
    """

    request: Request
    writes: WritePlan
    wanted: Mapping[str, tuple[names.Place, ...]]
    shas: Mapping[str, str]
    indexes: Mapping[str, str]
    changed: tuple[str, ...]
    deletions: Deletions
    edited: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    conflicted: tuple[str, ...] = ()
    before: Mapping[str, Index] = field(default_factory=dict)
    on_disk: Mapping[str, int] = field(default_factory=dict)
    committed: int = 0

    @property
    def empty(self) -> bool:
        return self.writes.empty

    def in_scope(self, path: str) -> bool:
        return _in_scope(path, self.request.only)


def plan(
    fleet: Fleet,
    root: Path,
    *,
    inputs: Mapping[str, str] | None = None,
    tool: Mapping[str, str] | None = None,
    base: Iterable[Owned] | None = None,
    only: Iterable[str] = (),
) -> Plan:
    """Compare, writing nothing. `root` is the repository.

    `inputs`: values files really read, path relative to the repository to sha256. `tool`: name to version or digest of
    the tool, its templates, its schemas. `base`: the identities at the merge base (`index.owned`), for the deletion
    guard; without it the index on disk is asked. `only`: environments or units (`<env>/<domain>/<app>`) to look at; the
    rest of rendered/ is left as it is. UserError for names that cannot be written, for links and devices in rendered/.
    """
    owned = None if base is None else tuple(base)
    return make(Request(fleet, root, dict(inputs or {}), dict(tool or {}), owned, tuple(only)))


def make(request: Request) -> Plan:
    """`plan`, for a request that is already there."""
    rows = tuple(p for p in names.places(request.fleet) if _in_scope(p.path, request.only))
    on_disk = tree.listing(request.root)
    before = {e: read_index(request.root, e) for e in _environments(on_disk)}
    compared = Comparison(request, on_disk, before)
    for place in rows:
        compared.want(place)
    compared.rest()
    indexes = compared.write_indexes(rows)
    return compared.plan(rows, indexes, compared.deletions(rows))


def read_index(root: Path, environment: str) -> Index:
    """The record of one environment on disk."""
    path = f"{FOLDER}/{environment}/{INDEX}"
    return index.read(tree.read_bytes(f"{root}/{path}", path).decode("utf-8", "replace"))


def layers_of(places: Iterable[names.Place]) -> tuple[str, ...]:
    """The values files that made a unit, sorted; none when it belongs to no single app."""
    found: set[tuple[str, ...]] = {tuple(sorted(p.manifest.app.layers)) if p.manifest.app else () for p in places}
    return found.pop() if len(found) == 1 else ()


class Comparison:
    """The running account of one `make`."""

    def __init__(self, request: Request, on_disk: Mapping[str, int], before: Mapping[str, Index]) -> None:
        self.request, self.on_disk, self.before = request, on_disk, before
        self.shas: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self.create: list[str] = []
        self.update: list[str] = []
        self.delete: list[str] = []
        self.same: list[str] = []
        self.changed: set[str] = set()
        self.edited: set[str] = set()
        self.foreign: set[str] = set()
        self.conflicted: set[str] = set()

    def want(self, place: names.Place) -> None:
        """Note what becomes of one object's file."""
        path, content = place.path, place.manifest.text.encode()
        self.shas[path], self.sizes[path] = tree.sha256(content), len(content)
        if self._settle(path, content):
            self.changed.add(place.unit)

    def entry(self, place: names.Place) -> Entry:
        """What the index says of a file that is wanted."""
        return Entry(self.shas[place.path], self.sizes[place.path], place.manifest.id)

    def _settle(self, path: str, content: bytes) -> bool:
        """Whether the file must be written; an edit that would be lost is noted."""
        size = self.on_disk.get(path)
        if size is None:
            self.create.append(path)
            return True
        if size == len(content) and self._read(path) == content:
            self.same.append(path)
            return False
        self.update.append(path)
        if not self._ours(path):
            self.edited.add(path)
        return True

    def rest(self) -> None:
        """Note what becomes of every file that no object wants."""
        for path in sorted(self.on_disk):
            if path in self.shas or path in KEPT or not _in_scope(path, self.request.only):
                continue
            environment, _, inside = path.partition("/")
            if inside == INDEX:
                continue
            record = self.before.get(environment)
            unit = names.unit_of(path)
            if record is None or inside not in record.files or not unit:
                self.foreign.add(path)
                continue
            self.delete.append(path)
            self.changed.add(unit)
            if not self._ours(path):
                self.edited.add(path)

    def _ours(self, path: str) -> bool:
        """Whether a file on disk is as we wrote it, or what git made of two such files."""
        environment, _, inside = path.partition("/")
        record = self.before.get(environment)
        entries = record.files.get(inside, ()) if record else ()
        content = self._read(path)
        if index.has_markers(content.decode("utf-8", "replace")):
            self.conflicted.add(path)
            return True
        return len(entries) > 1 or (bool(entries) and entries[0].sha == tree.sha256(content))

    def _read(self, path: str) -> bytes:
        return tree.read_bytes(f"{self.request.root}/{FOLDER}/{path}", f"{FOLDER}/{path}")

    def write_indexes(self, rows: Iterable[names.Place]) -> dict[str, str]:
        """The text of every environment's index, "" for one that goes; notes what becomes of the files."""
        places: dict[str, list[names.Place]] = {}
        for place in rows:
            places.setdefault(names.environment_of(place.path), []).append(place)
        texts: dict[str, str] = {}
        for environment in sorted({*places, *self.before}):
            path = f"{environment}/{INDEX}"
            if not self._touches(environment):
                continue
            if environment in self.before and self.before[environment].conflicted:
                self.conflicted.add(path)
            record = self._record(environment, places.get(environment, []))
            texts[environment] = index.write(environment, record) if record.files else ""
            self.note_index(path, texts[environment])
        return texts

    def note_index(self, path: str, text: str) -> None:
        """Note what becomes of an index; "" removes it."""
        if not text:
            self.delete.append(path)
            self.changed.add(path)
        elif self._differs(path, text.encode()):
            self.changed.add(path)

    def _touches(self, environment: str) -> bool:
        only = self.request.only
        return not only or any(environment == name.partition("/")[0] for name in only)

    def _differs(self, path: str, content: bytes) -> bool:
        """As `_settle`, for a file that people do not edit: it is made anew whatever it holds."""
        size = self.on_disk.get(path)
        same = size == len(content) and self._read(path) == content
        (self.create if size is None else self.same if same else self.update).append(path)
        return not same

    def _record(self, environment: str, places: list[names.Place]) -> Index:
        """The new index: this render's files, and the old lines of whatever lies outside its scope."""
        old = self.before.get(environment, Index())
        kept = {
            path: entries
            for path, entries in old.files.items()
            if not _in_scope(f"{environment}/{path}", self.request.only) and f"{environment}/{path}" in self.on_disk
        }
        cut = len(environment) + 1
        files = {p.path[cut:]: (self.entry(p),) for p in places}
        apps = {unit[cut:]: layers_of(rows) for unit, rows in names.by_unit(tuple(places)).items()}
        apps = {unit: layers for unit, layers in apps.items() if layers}
        units = {(names.unit_of(f"{environment}/{path}") or "")[cut:] for path in kept}
        apps.update((unit, layers) for unit, layers in old.apps.items() if unit in units)
        return Index(self.request.tool, self._inputs(environment), apps, {**kept, **files})

    def _inputs(self, environment: str) -> dict[str, str]:
        """The inputs that can reach an environment: all but the layers of apps that live in others only."""
        mine: set[str] = set()
        others: set[str] = set()
        for name, layers in self._layers:
            (mine if name == environment else others).update(layers)
        if self.request.only and environment in self.before:
            # A part of a fleet does not show which files belong to the others: what was an input stays one.
            known = self.before[environment].inputs
            return {path: sha for path, sha in self.request.inputs.items() if path in mine or path in known}
        return {path: sha for path, sha in self.request.inputs.items() if path in mine or path not in others}

    @cached_property
    def _layers(self) -> frozenset[tuple[str, tuple[str, ...]]]:
        """Each environment with the files of each of its apps."""
        fleet = self.request.fleet
        return frozenset((names.environment_of(m.path), m.app.layers) for m in fleet if m.app is not None)

    def plan(self, rows: tuple[names.Place, ...], indexes: Mapping[str, str], deletions: Deletions) -> Plan:
        """What was noted, once everything is."""
        return Plan(
            self.request,
            WritePlan(*(tuple(sorted(paths)) for paths in (self.create, self.update, self.delete, self.same))),
            names.by_unit(rows),
            self.shas,
            indexes,
            tuple(sorted(self.changed)),
            deletions,
            tuple(sorted(self.edited)),
            tuple(sorted(self.foreign)),
            tuple(sorted(self.conflicted)),
            self.before,
            self.on_disk,
        )

    def deletions(self, rows: Iterable[names.Place]) -> Deletions:
        after = [Owned(names.environment_of(p.path), p.unit, p.manifest.id) for p in rows]
        there = [row for name, record in self.before.items() for row in index.identities(name, record)]
        old = there if self.request.base is None else self.request.base
        found = judge((row for row in old if _in_scope(row.unit, self.request.only)), after)
        known = {(row.environment, row.id) for row in there}
        sound = {name for name, record in self.before.items() if not record.damaged}
        fresh = any((row.environment, row.id) in known or row.environment not in sound for row in found.gone)
        return replace(found, fresh=fresh)


def _environments(on_disk: Mapping[str, int]) -> list[str]:
    suffix = "/" + INDEX
    return sorted(path[: -len(suffix)] for path in on_disk if path.endswith(suffix) and path.count("/") == 1)


def _in_scope(path: str, only: tuple[str, ...]) -> bool:
    return not only or any(path == name or path.startswith(name + "/") for name in only)
