"""The deletion guard: counts identities, not files, and lets no large or dangerous deletion pass unconfirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from generator.model import ObjectId, RefusedError
from generator.rendered.index import Owned

APP_OBJECTS, APP_SHARE = 2, 20
"""An app may lose this many objects, or this share of them in per cent, before a person must confirm."""
ENVIRONMENT_OBJECTS, ENVIRONMENT_SHARE = 10, 5
"""An environment may lose this many objects and no more than this share of them in per cent."""

PROTECTED = frozenset(
    {
        ("", "Namespace"),
        ("", "PersistentVolumeClaim"),
        ("apiextensions.k8s.io", "CustomResourceDefinition"),
        ("apps", "StatefulSet"),
        ("argoproj.io", "Application"),
        ("argoproj.io", "AppProject"),
    }
)
"""Kinds whose deletion takes more than the object with it: contents, volumes, all custom resources, all children."""

SHOWN = 200
"""Lines of the list that a message prints; the digest always covers the whole list."""


@dataclass(frozen=True, slots=True)
class Move:
    """A deletion that looks like one half of a rename or a move: Kubernetes still deletes and creates."""

    gone: Owned
    created: Owned

    def __str__(self) -> str:
        if self.gone.id == self.created.id:
            return f"{self.gone.id}: from {self.gone.unit} to {self.created.unit}"
        return f"{self.gone.id} -> {self.created.id}"


@dataclass(frozen=True, slots=True)
class Deletions:
    """What would be deleted: the list, why it needs a person (empty when it does not), and its digest.

    `moves` pairs some of `gone` with what takes its place; `handed` are identities that only change their app. `fresh`
    is false when rendered/ holds none of `gone` any more: an earlier render deleted them, and a person confirmed it.
    """

    gone: tuple[Owned, ...] = ()
    reasons: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    handed: tuple[Move, ...] = ()
    digest: str = ""
    totals: Mapping[str, int] | None = None
    fresh: bool = True

    def refusal(self) -> RefusedError:
        """The error that lists every deletion and how to confirm exactly this list."""
        more = f"; and {len(self.reasons) - 6} more reasons" if len(self.reasons) > 6 else ""
        count = "1 object" if len(self.gone) == 1 else f"{len(self.gone)} objects"
        lines = [f"{count} would be deleted: {'; '.join(self.reasons[:6])}{more}", *self.listing()]
        lines.append(f"if that is meant, confirm this list: --confirm-deletes {self.digest}")
        fix = f"restore the values that are gone, or pass --confirm-deletes {self.digest}"
        return RefusedError("\n".join(lines), rule="deletion-guard", fix=fix)

    def listing(self) -> list[str]:
        """The deletions app by app, moves shown as moves, as lines for people."""
        moves = {move.gone: move for move in self.moves}
        lines: list[str] = []
        for unit in sorted({row.unit for row in self.gone}):
            rows = [row for row in self.gone if row.unit == unit]
            total = (self.totals or {}).get(unit, len(rows))
            lines.append(f"  {unit}: {len(rows)} of {total} objects")
            lines.extend(_shown(row, moves.get(row)) for row in rows)
        lines.extend(f"  {move} (handed over, not deleted)" for move in self.handed)
        if len(lines) > SHOWN:
            lines[SHOWN:] = [f"  ... and {len(lines) - SHOWN} more lines"]
        return lines


def judge(before: Iterable[Owned], after: Iterable[Owned]) -> Deletions:
    """Compare identities in each environment. Which deletions are refused stands in the limits above."""
    was, becomes = set(before), set(after)
    if was == becomes or not was:
        return Deletions(digest=digest_of(()), totals=_count(was))
    old, new = sorted(was, key=_key), sorted(becomes, key=_key)
    kept = {(row.environment, row.id) for row in new}
    gone = tuple(row for row in old if (row.environment, row.id) not in kept)
    known = {(row.environment, row.id) for row in old}
    created = [row for row in new if (row.environment, row.id) not in known]
    return Deletions(
        gone,
        _reasons(old, new, gone),
        _moves(gone, created, {row.unit for row in new}),
        _handed(old, new),
        digest_of(gone),
        _count(old),
    )


def digest_of(gone: Iterable[Owned]) -> str:
    """16 hex digits that stand for exactly this set of deleted identities."""
    from generator.rendered.tree import sha256

    rows = sorted({(r.environment, r.id.group, r.id.kind, r.id.namespace, r.id.name) for r in gone})
    return sha256("".join("\0".join(row) + "\n" for row in rows).encode())[:16]


def _reasons(old: Sequence[Owned], new: Sequence[Owned], gone: Sequence[Owned]) -> tuple[str, ...]:
    reasons: list[str] = []
    left = {row.environment for row in new}
    environments, lost_in = _count(old, "environment"), _count(gone, "environment")
    for environment, lost in lost_in.items():
        total = environments[environment]
        if environment not in left:
            reasons.append(f"all of environment {environment}")
        elif lost > ENVIRONMENT_OBJECTS or lost * 100 > total * ENVIRONMENT_SHARE:
            reasons.append(f"{lost} of {total} objects of environment {environment}")
    units = _count(old)
    for unit, lost in _count(row for row in gone if row.environment in left).items():
        if lost == units[unit]:
            reasons.append(f"all of {unit}")
        elif lost > APP_OBJECTS and lost * 100 > units[unit] * APP_SHARE:
            reasons.append(f"{lost} of {units[unit]} objects of {unit}")
    protected = sorted({row.id.kind for row in gone if (row.id.group, row.id.kind) in PROTECTED})
    reasons.extend(f"a {kind}, whose deletion takes more with it" for kind in protected)
    return tuple(reasons)


def _count(rows: Iterable[Owned], by: str = "unit") -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        name = row.environment if by == "environment" else row.unit
        counts[name] = counts.get(name, 0) + 1
    return counts


def _moves(gone: Sequence[Owned], created: Sequence[Owned], units: set[str]) -> tuple[Move, ...]:
    """Pair deletions with creations of their kind: by name, then within an app, then between a lost app and a new."""
    moves: dict[Owned, Move] = {}
    taken: set[Owned] = set()
    for likeness in (_by_name, _by_unit, _by_role):
        free: dict[tuple[str, ...], list[Owned]] = {}
        for row in reversed(created):
            if row not in taken:
                free.setdefault(likeness(row), []).append(row)
        for row in gone:
            candidates = free.get(likeness(row))
            if row in moves or not candidates or (likeness is _by_role and row.unit in units):
                continue
            moves[row] = Move(row, candidates.pop())
            taken.add(moves[row].created)
    return tuple(moves[row] for row in sorted(moves, key=_key))


def _by_name(row: Owned) -> tuple[str, ...]:
    return (row.environment, row.id.group, row.id.kind, row.id.name)


def _by_unit(row: Owned) -> tuple[str, ...]:
    return (row.environment, row.id.group, row.id.kind, row.unit)


def _by_role(row: Owned) -> tuple[str, ...]:
    """What the object is to its app: its name with the app's name taken out."""
    return (row.environment, row.id.group, row.id.kind, row.id.name.replace(row.unit.rpartition("/")[2], "\0"))


def _handed(old: Sequence[Owned], new: Sequence[Owned]) -> tuple[Move, ...]:
    """Identities that stay but change their app: Argo CD's old owner prunes what the new one applies."""
    owners: dict[tuple[str, ObjectId], list[Owned]] = {}
    for row in old:
        owners.setdefault((row.environment, row.id), []).append(row)
    rows = [(owners.get((row.environment, row.id), []), row) for row in new]
    return tuple(Move(was[0], row) for was, row in rows if was and all(o.unit != row.unit for o in was))


def _shown(row: Owned, move: Move | None) -> str:
    return f"    - {row.id}" if move is None else f"    - {row.id}   (becomes {move.created.id} in {move.created.unit})"


def _key(row: Owned) -> tuple[str, str, ObjectId]:
    return (row.environment, row.unit, row.id)
