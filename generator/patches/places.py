"""Which values line wrote a field of an object that was patched, or that stands in the values as it is."""

from __future__ import annotations

import copy
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from generator.model import OMIT, Origin, Path, pointer_path
from generator.patches.merging import identity

Span = Callable[[Path, bool], tuple[Origin, int] | None]
"""The place of a path in an app's values (of its key when asked), and how many characters to underline."""


_REACH = 2
"""A fault of a field is put down to a patch of something so many levels below it."""


class _Places(ABC):
    """What locators of written objects share; `body` is the object they answer for."""

    body: Mapping[str, Any]

    @abstractmethod
    def span(self, path: Path, key: bool = False) -> tuple[Origin | None, int]:
        """The place of a field and how many characters to underline."""

    def __call__(self, path: Path) -> Origin | None:
        return self.span(path)[0]

    @cached_property
    def fields(self) -> Mapping[Path, Origin]:
        """Every scalar field of the object and its place."""
        places = ((path, self(path)) for path in _leaves(self.body, ()))
        return {path: origin for path, origin in places if origin is not None}


@dataclass(eq=False)
class RawPlaces(_Places):
    """Places of an object under `manifests:`, which stands in the values under `name` just as it is rendered."""

    body: Mapping[str, Any]
    written: Span
    name: str

    def span(self, path: Path, key: bool = False) -> tuple[Origin | None, int]:
        return self.written(("manifests", self.name, *path), key) or (None, 1)


@dataclass(eq=False)
class PatchedPlaces(_Places):
    """Places of an object after `patches[number]`: the patch's own for what it wrote or removed, else those before."""

    body: Mapping[str, Any]
    before: Mapping[str, Any]
    written: Span
    number: int
    patch: Mapping[str, Any]
    origin: Callable[[Path], Origin | None]
    inner: Any

    def span(self, path: Path, key: bool = False) -> tuple[Origin | None, int]:
        if "json" in self.patch:
            mine, path = _by_operations(self.patch["json"], self._stages, path)
        else:
            mine = _by_merge(self.patch["merge"], self.before, self.body, path)
        if mine is not None:
            found = self.written(("patches", self.number, *mine), key)
            if found is not None:
                return found
        span = getattr(self.inner, "span", None)
        return span(path, key) if span else (self.origin(path), 1)

    @cached_property
    def _stages(self) -> Sequence[Mapping[str, Any]]:
        """The object before each operation of a JSON patch."""
        import jsonpatch  # only who patches pays for it

        stages: list[Mapping[str, Any]] = [self.before]
        for operation in self.patch["json"][:-1]:
            stages.append(jsonpatch.JsonPatch([operation]).apply(copy.deepcopy(dict(stages[-1]))))
        return stages


def _leaves(node: Any, path: Path) -> list[Path]:
    rows = node.items() if isinstance(node, Mapping) else enumerate(node) if isinstance(node, list) else None
    return [path] if rows is None else [leaf for key, child in rows for leaf in _leaves(child, (*path, key))]


def _by_merge(over: Any, base: Any, merged: Any, path: Path) -> Path | None:
    """Where below `merge` a path of the merged object was decided; None where the patch says nothing of it."""
    place: Path = ("merge",)
    step: str | int
    name, own = "", False
    for part in path:
        if isinstance(over, Sequence) and not isinstance(over, str) and isinstance(part, int):
            key = None if own else identity(name, base, over)
            merged = _get(merged, part)
            if key is None:
                step, own = part, True
            else:
                found = _index(over, key, _get(merged, key))
                if found is None:
                    return None
                step, base = found, _get(base, _index(base, key, _get(merged, key)))
            over = _get(over, step)
        else:
            if not isinstance(over, Mapping) or part not in over:
                return place if own or not isinstance(over, Mapping) else None
            step, over, base, merged = part, over[part], _get(base, part), _get(merged, part)
        place, name = (*place, step), str(part)
        if over is OMIT:
            return place
        own = own or not _alike(over, base)
    if own or not isinstance(over, Mapping | list):
        return place
    if not isinstance(over, Mapping):
        return None
    removed = next((key for key, value in over.items() if value is None), None)
    below = (removed,) if removed is not None else _written(over, _REACH) if _narrow(path) else None
    return None if below is None else (*place, *below)


def _written(over: Any, levels: int) -> Path | None:
    """The first key, so many levels down at most, to which a patch gives a value or takes it away."""
    for key, value in over.items() if isinstance(over, Mapping) and levels else ():
        below = _written(value, levels - 1) if isinstance(value, Mapping) else ()
        if below is not None:
            return (key, *below)
    return None


def _narrow(path: Path) -> bool:
    """Whether a field is so small a part of its object that whoever writes below it means it."""
    return len(path) > 1 and path[-2] not in ("containers", "initContainers")


def _by_operations(
    operations: Sequence[Mapping[str, Any]], stages: Sequence[Mapping[str, Any]], path: Path
) -> tuple[Path | None, Path]:
    """Where below `json` a path of the changed object was decided, else None and the path before all operations."""
    for number in reversed(range(len(operations))):
        operation, before = operations[number], stages[number]
        verb = operation["op"]
        if verb == "test":
            continue
        target = _resolved(before, operation["path"])
        rest = path[len(target) :]
        if _just_below(target, path) and _narrow(path):
            return ("json", number, "path"), path
        if verb == "remove":
            if path in (target, target[:-1]):
                return ("json", number, "path"), path
            path = _shifted(before, target, path, 1)
        elif path[: len(target)] == target:
            if verb not in ("move", "copy"):
                return ("json", number, "value", *rest), path
            path = (*_resolved(before, operation["from"]), *rest)
        elif verb != "replace":
            path = _shifted(before, target, path, -1)
    return None, path


def _just_below(target: Path, path: Path) -> bool:
    return target[: len(path)] == path and 0 < len(target) - len(path) <= _REACH


def _resolved(body: Any, pointer: str) -> Path:
    """A JSON pointer as a path through a body: list positions are numbers, `-` is the one after the last."""
    path: list[str | int] = []
    for part in pointer_path(pointer):
        step: str | int = part
        if isinstance(body, list):
            step = len(body) if part == "-" else int(part) if part.isdecimal() else part
        path.append(step)
        body = _get(body, step)
    return tuple(path)


def _shifted(before: Any, target: Path, path: Path, by: int) -> Path:
    """The path before an item was put in (-1) or taken out (1) at `target`, where both lie in one list."""
    last = len(target) - 1
    if last < 0 or path[:last] != target[:last] or len(path) <= last:
        return path
    here, there = path[last], target[last]
    if not isinstance(here, int) or not isinstance(there, int) or here < there:
        return path
    return (*path[:last], here + by, *path[last + 1 :])


def _alike(over: Any, base: Any) -> bool:
    """Whether both can be merged with one another."""
    return any(isinstance(over, kind) and isinstance(base, kind) for kind in (Mapping, list))


def _index(items: Any, key: str, value: Any) -> int | None:
    rows = items if isinstance(items, Sequence) else ()
    return next((n for n, item in enumerate(rows) if _get(item, key) == value), None)


def _get(node: Any, part: Any) -> Any:
    try:
        return node[part]
    except (KeyError, IndexError, TypeError):
        return OMIT
