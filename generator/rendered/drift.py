"""What differs between rendered/ and a render of the values, and why: stale, moved tool, hand edit, missing, not ours.

The index explains, the fresh render decides: a forged index changes the reason that is given, never the verdict.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from generator.model import Finding, Fix, Fleet, Origin, Related
from generator.rendered import journal, tree
from generator.rendered.index import Index
from generator.rendered.layout import FOLDER, INDEX, JOURNAL
from generator.rendered.mask import masked
from generator.rendered.names import environment_of, unit_of
from generator.rendered.plan import Plan, plan

RENDER = "run `argosy render` and commit rendered/"
DIFF_LINES = 40
DIFF_FILE_LINES = 3_000
CONTEXT = 2


def check(
    fleet: Fleet,
    root: Path,
    *,
    inputs: Mapping[str, str] | None = None,
    tool: Mapping[str, str] | None = None,
    only: Iterable[str] = (),
) -> list[Finding]:
    """Every difference, sorted; empty when rendered/ is exactly what the values give. Arguments as `plan.plan`.

    A hand edit's finding carries a short diff in `note`, from what the values render to what is there, secrets masked.
    """
    if journal.pending(str(root)):
        return [_interrupted()]
    found = list(findings(plan(fleet, root, inputs=inputs, tool=tool, only=only)))
    if journal.pending(str(root)):
        return [_interrupted()]
    return sorted(found, key=Finding.sort_key)


def findings(made: Plan) -> Iterator[Finding]:
    """The drift that a plan shows: writing it would remove exactly this."""
    edited, stale = set(made.edited), _Causes(made)
    yield from (_marker(path) for path in made.conflicted)
    yield from (_foreign(path) for path in made.foreign)
    for path in made.writes.create:
        if stale.recorded(path):
            yield _missing(made, path)
    for path in made.edited:
        yield _hand_edit(made, path, stale.inputs(unit_of(path)), stale.recorded(path))
    explained = {*edited, *made.conflicted}
    rest: dict[str, list[str]] = {}
    for path in _changes(made):
        missing = path in made.writes.create and stale.recorded(path)
        if path not in explained and not missing and not _is_index(path) and not stale.in_conflict(path):
            rest.setdefault(unit_of(path) or path, []).append(path)
    for unit, paths in sorted(rest.items()):
        yield stale.finding(unit, paths)
    told = {environment_of(path) for path in (*rest, *explained, *made.writes.create) if not _is_index(path)}
    told.update(environment_of(path) for path in made.conflicted)
    yield from (stale.index(path) for path in _changes(made) if _is_index(path) and environment_of(path) not in told)


class _Causes:
    """Why a unit differs: what its index says it was made from, against what there is now."""

    def __init__(self, made: Plan) -> None:
        self.made = made
        self._left = frozenset(made.writes.delete)
        self.moved = {name: self._tool_moved(record) for name, record in made.before.items()}

    def recorded(self, path: str) -> bool:
        environment, _, inside = path.partition("/")
        return inside in self.made.before.get(environment, Index()).files

    def in_conflict(self, path: str) -> bool:
        """Whether the index cannot tell, because git could not merge it: that is the one cause worth telling."""
        return self.made.before.get(environment_of(path), Index()).conflicted

    def inputs(self, unit: str) -> list[str]:
        """The values files of a unit that changed since it was rendered, sorted."""
        environment = environment_of(unit)
        record = self.made.before.get(environment)
        if record is None or record.damaged or record.conflicted:
            return []
        now = self.made.request.inputs
        before = record.apps.get(unit[len(environment) + 1 :], ())
        places = self.made.wanted.get(unit, ())
        after = {layer for place in places if place.manifest.app for layer in place.manifest.app.layers}
        layers = {*before, *after} if before else {*record.inputs, *after}
        return sorted(layer for layer in layers if record.inputs.get(layer) != now.get(layer))

    def finding(self, unit: str, paths: list[str]) -> Finding:
        """One finding for all files of a unit that differ for one cause."""
        changed, environment = self.inputs(unit), environment_of(unit)
        files = f"{len(paths)} file{'s' if len(paths) > 1 else ''} of "
        count = f"{'' if unit in paths else files}{FOLDER}/{unit}"
        record = self.made.before.get(environment)
        if record is None or record.damaged:
            lost = f"{environment}/{INDEX} {'is missing' if record is None else 'cannot be read'}"
            why = lost if self._on_disk(environment) else "was never rendered"
            return _finding("drift-stale", f"{count}: {why}", paths[0])
        if self._left.issuperset(paths) and (changed or not self.moved[environment]):
            cause = Origin(changed[0]) if changed else None
            return _finding("drift-left-file", f"{count}: no values render this any more", paths[0], cause)
        if changed:
            names = ", ".join(changed[:3]) + (f" and {len(changed) - 3} more" if len(changed) > 3 else "")
            return _finding("drift-stale", f"{count}: rendered before {names} changed", paths[0], Origin(changed[0]))
        if self.moved[environment]:
            return _finding("drift-tool-moved", f"{count}: {self.moved[environment]}", paths[0])
        if not self.made.request.inputs:
            return _finding("drift-stale", f"{count}: differs from what the values render", paths[0])
        why = f"differs from a fresh render, yet {environment}/{INDEX} calls it current: the index was edited as well"
        return _finding("drift-hand-edited", f"{count}: {why}", paths[0], Origin(f"{FOLDER}/{paths[0]}"))

    def index(self, path: str) -> Finding:
        """An index that alone is out of date: an input or the tool changed, and nothing that it renders."""
        record = self.made.before.get(environment_of(path), Index())
        if record.damaged or path in self.made.writes.create:
            return _finding(
                "drift-stale", f"{FOLDER}/{path} {'cannot be read' if record.damaged else 'is missing'}", path
            )
        if moved := self.moved[environment_of(path)]:
            return _finding("drift-tool-moved", f"{FOLDER}/{path}: {moved}", path)
        now = self.made.request.inputs
        changed = sorted(name for name in {*record.inputs, *now} if record.inputs.get(name) != now.get(name))
        if not changed and now:
            what = f"{FOLDER}/{path} was edited by hand: values and tool are those it names"
            return _finding("drift-hand-edited", what, path)
        cause = next((name for name in changed if name in record.inputs), changed[0] if changed else "")
        message = f"{FOLDER}/{path}: written before {cause or 'its inputs'} changed"
        return _finding("drift-stale", message, path, Origin(cause) if cause else None)

    def _on_disk(self, environment: str) -> bool:
        return any(path.startswith(environment + "/") for path in self.made.on_disk)

    def _tool_moved(self, record: Index) -> str:
        now = self.made.request.tool
        moved = sorted(name for name in {*record.tool, *now} if record.tool.get(name) != now.get(name))
        if not moved or record.conflicted or record.damaged:
            return ""
        name = moved[0]
        return f"rendered by another {name}: {_short(record.tool.get(name))}, this is {_short(now.get(name))}"


def _hand_edit(made: Plan, path: str, changed: list[str], recorded: bool) -> Finding:
    shown = f"{FOLDER}/{path}"
    wanted = next((p.manifest.text for p in made.wanted.get(unit_of(path), ()) if p.path == path), "")
    there = tree.read_bytes(f"{made.request.root}/{shown}", shown).decode("utf-8", "replace")
    line, diff = difference(wanted, there)
    also = f", and stale: {changed[0]} changed since" if changed else ""
    was = (
        "was edited by hand" if recorded else f"is not as rendered, and {environment_of(path)}/{INDEX} does not know it"
    )
    gone = "" if path in made.shas else " (the values no longer render it)"
    return Finding(
        "drift-hand-edited",
        "error",
        f"{shown} {was}{also}{gone}",
        path=path,
        line=line,
        origin=Origin(shown, line, 1),
        related=tuple(Related("changed since", Origin(name)) for name in changed[:3]),
        fix=Fix("move the edit to values/ and render, or give it up with `argosy render --overwrite-edits`"),
        note=diff,
    )


def difference(wanted: str, there: str) -> tuple[int, str]:
    """The first line of `there` that differs (from 1), and a short unified diff from `wanted` to `there`, masked."""
    old, new = wanted.splitlines(), there.splitlines()
    if max(len(old), len(new)) > DIFF_FILE_LINES:
        return 1, f"({len(new)} lines, too long to compare here)"
    from difflib import SequenceMatcher

    shown_old, shown_new = masked(wanted), masked(there)
    first, lines = 0, []
    for group in SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(CONTEXT):
        lines.append(f"@@ -{group[0][1] + 1} +{group[0][3] + 1} @@")
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                lines.extend(f" {line}" for line in shown_old[i1:i2])
                continue
            first = first or min(j1 + 1, max(len(new), 1))
            lines.extend(f"-{line}" for line in shown_old[i1:i2])
            lines.extend(f"+{line}" for line in shown_new[j1:j2])
    if not lines:
        return 1, "(line ends or the end of the file differ)"
    if len(lines) > DIFF_LINES:
        lines[DIFF_LINES:] = [f"... {len(lines) - DIFF_LINES} more lines"]
    return first, "\n".join(lines)


def _missing(made: Plan, path: str) -> Finding:
    manifest = next(p.manifest for p in made.wanted[unit_of(path)] if p.path == path)
    return _finding("drift-missing-file", f"{FOLDER}/{path} is missing", path, manifest.origin(manifest.source))


def _foreign(path: str) -> Finding:
    fix = "move it out of rendered/, or write it as a value (`manifests`) of its app; a render never deletes it"
    return _finding(
        "drift-foreign-file", f"{FOLDER}/{path} was not rendered from values/", path, Origin(f"{FOLDER}/{path}"), fix
    )


def _marker(path: str) -> Finding:
    shown = f"{FOLDER}/{path}"
    message = f"{shown} holds conflict markers of a merge"
    fix = "merge values/, then run `argosy render`: it writes rendered/ anew"
    return _finding("drift-conflict-marker", message, path, Origin(shown), fix)


def _interrupted() -> Finding:
    message = "a render was interrupted, or is running: rendered/ may mix two renders"
    return Finding(
        "drift-interrupted",
        "error",
        message,
        origin=Origin(JOURNAL),
        fix=Fix("run `argosy render`: it finishes what was begun"),
    )


def _changes(made: Plan) -> tuple[str, ...]:
    return (*made.writes.create, *made.writes.update, *made.writes.delete)


def _is_index(path: str) -> bool:
    return path.count("/") == 1 and path.endswith("/" + INDEX)


def _finding(rule: str, message: str, path: str, origin: Origin | None = None, fix: str = RENDER) -> Finding:
    return Finding(rule, "error", message, path=path, origin=origin or Origin(f"{FOLDER}/{path}"), fix=Fix(fix))


def _short(digest: str | None) -> str:
    return digest[:12] if digest else "none"
