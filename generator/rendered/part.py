"""The plan of a few apps alone: their lines of the index are exchanged, and nothing else of rendered/ is looked at.

It is the plan that `plan` makes for the same units, found without reading the others. Where it could be another one,
because an object goes, an index is not as this version writes it, or a name is taken, there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain
from pathlib import Path

from generator.model import Fleet, ObjectId
from generator.rendered import index, names, tree
from generator.rendered.guard import Deletions, digest_of
from generator.rendered.index import Index, Rows
from generator.rendered.layout import FOLDER, INDEX
from generator.rendered.plan import Comparison, Plan, Request, layers_of


def plan(
    fleet: Fleet, root: Path, *, inputs: Mapping[str, str], tool: Mapping[str, str], only: tuple[str, ...]
) -> Plan | None:
    """As `plan.plan` for units (`<env>/<domain>/<app>`); None where only the whole of rendered/ can tell.

    `inputs` need hold no more than the files of these apps. Digests of what other apps are made of, too, stay as the
    index has them: those apps are as stale as they were.
    """
    request = Request(fleet, root, dict(inputs), dict(tool), None, only, alone=True)
    rows = names.places(fleet)
    if not all(place.unit in only for place in rows):
        return None
    environments = sorted({unit.partition("/")[0] for unit in only})
    parts = {name: _part(root, name, only) for name in environments}
    known = {name: part for name, part in parts.items() if part is not None}
    if len(known) < len(parts):
        return None
    on_disk = tree.part(root, (*only, *(f"{name}/{INDEX}" for name in environments)))
    before = {name: part.mine for name, part in known.items()}
    compared = Comparison(request, on_disk, before)
    for place in rows:
        compared.want(place)
    compared.rest()
    texts: dict[str, str] = {}
    for name, part in known.items():
        here = [place for place in rows if place.path.startswith(name + "/")]
        if not part.keeps(here) or part.takes(here):
            return None
        texts[name] = part.text(here, compared, request)
        compared.note_index(f"{name}/{INDEX}", texts[name])
    if compared.delete:
        return None
    return compared.plan(rows, texts, Deletions(digest=digest_of(())))


class _Part:
    """One environment's index: `mine` is the record of the units asked for; the lines of all others are not parsed."""

    def __init__(self, environment: str, rows: Rows, only: Iterable[str]) -> None:
        inside = [unit[len(environment) + 1 :] for unit in only if unit.startswith(environment + "/")]
        files, apps = tuple(f'"{unit}/' for unit in inside), tuple(f'"{unit}":' for unit in inside)
        self.environment = environment
        self._others = rows._replace(
            apps=[row for row in rows.apps if not row.startswith(apps)],
            files=[row for row in rows.files if not row.startswith(files)],
        )
        own = [row for row in rows.apps if row.startswith(apps)], [row for row in rows.files if row.startswith(files)]
        self.mine = index.read_rows(Rows([], [], *own))

    def keeps(self, places: Iterable[names.Place]) -> bool:
        """Whether every object of the record is there still."""
        return {entry.id for entries in self.mine.files.values() for entry in entries} <= _ids(places)

    def takes(self, places: Iterable[names.Place]) -> bool:
        """Whether a new object has the identity of another app's."""
        known = {entry.id for entries in self.mine.files.values() for entry in entries}
        new = tuple(index.tail(id) for id in _ids(places) - known)
        return bool(new) and any(row.endswith(new) for row in self._others.files)

    def text(self, places: list[names.Place], compared: Comparison, request: Request) -> str:
        """The new index."""
        cut = len(self.environment) + 1
        files = {p.path[cut:]: (compared.entry(p),) for p in places}
        apps = {unit[cut:]: layers_of(rows) for unit, rows in names.by_unit(tuple(places)).items()}
        mine = self._own_inputs(*self.mine.apps.values(), *apps.values())
        now = {path: request.inputs[path] for path in mine if path in request.inputs}
        new = index.rows_of(Index(request.tool, now, {unit: rows for unit, rows in apps.items() if rows}, files))
        starts = tuple(f"{index.quote(path)}:" for path in mine)
        old = self._others
        rows = Rows(
            old.tool if old.files else new.tool,
            sorted([*(row for row in old.inputs if not row.startswith(starts)), *new.inputs], key=_path),
            sorted([*old.apps, *new.apps]),
            sorted([*old.files, *new.files]),
        )
        return index.text_of(self.environment, rows)

    def _own_inputs(self, *layers: tuple[str, ...]) -> list[str]:
        """The values files that no other app is made of."""
        others = "\n".join(self._others.apps)
        return [path for path in sorted({*chain.from_iterable(layers)}) if index.quote(path) not in others]


def _path(row: str) -> str:
    return row[1 : row.index('":')]


def _ids(places: Iterable[names.Place]) -> set[ObjectId]:
    return {place.manifest.id for place in places}


def _part(root: Path, environment: str, only: Iterable[str]) -> _Part | None:
    """The part of an environment's index; None where it is missing or not as this version writes it."""
    if not tree.part(root, (f"{environment}/{INDEX}",)):
        return None
    path = f"{FOLDER}/{environment}/{INDEX}"
    rows = index.rows_in(environment, tree.read_bytes(f"{root}/{path}", path).decode("utf-8", "replace"))
    if rows is None or any("\\" in row for row in rows.inputs):
        return None  # an escaped path sorts by what it stands for, which its line does not show
    found = _Part(environment, rows, only)
    return None if found.mine.damaged else found
