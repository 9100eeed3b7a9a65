"""From a field of an object back to its place in the file, through lists, documents and files inside ConfigMaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.model import Origin, Path
from generator.yamlio.read import Document


@dataclass(frozen=True, eq=False)
class Spot:
    """Places in a document. `base` is where the object stands in it; `locate` of its Manifest."""

    document: Document
    base: Path = ()

    def __call__(self, path: Path) -> Origin:
        """Line and column of the field, or of its nearest ancestor."""
        return self.span(path)[0]

    def span(self, path: Path, key: bool = False) -> tuple[Origin, int]:
        """The place, and how many characters to underline: a scalar itself, the key of everything else."""
        full = (*self.base, *path)
        node: Any = self.document.data
        found = 0
        for part in full:
            if not (part in node if isinstance(node, dict) else isinstance(node, list) and part in range(len(node))):
                break
            node, found = node[part], found + 1
        key = key or found < len(full) or isinstance(node, (dict, list))
        line, column, length = self.document.span(full[:found], key)
        return Origin(self.document.file, line, column), length


@dataclass(frozen=True, eq=False)
class InnerSpot:
    """Places in a file inside a scalar of another document. Its fields are not edited by machine: `base` is None."""

    inner: Spot
    outer: Spot
    path: Path
    lines: Sequence[str]
    base: None = None

    def __call__(self, path: Path) -> Origin:
        return self.span(path)[0]

    def span(self, path: Path, key: bool = False) -> tuple[Origin, int]:
        """The place in the outer file; of the scalar itself where its lines are not those of the inner file."""
        origin, length = self.inner.span(path, key)
        return self.outwards(origin.line, origin.column, length)

    def outwards(self, line: int, column: int, length: int = 1) -> tuple[Origin, int]:
        """A line and column of the inner file, in the outer one."""
        whole = (*self.outer.base, *self.path)
        place = self.outer.document.place(whole)
        start, size = self.outer.span(self.path, True)
        if place is None or place.style != "|":
            return start, size
        number = place.line + line
        text = self._line(line)
        if number > len(self.lines) or text is None or not self.lines[number - 1].endswith(text):
            return start, size
        indent = len(self.lines[number - 1]) - len(text)
        return Origin(start.file, number, column + indent), length

    def _line(self, number: int) -> str | None:
        node: Any = self.outer.document.data
        for part in (*self.outer.base, *self.path):
            node = node[part]
        lines = str(node).split("\n")
        return lines[number - 1] if 0 < number <= len(lines) else None


@dataclass(frozen=True, eq=False)
class Renamed:
    """Places of an object whose body is another shape of the file: `paths` leads from the body's paths to the file's.

    A path that is not there takes the nearest ancestor that is.
    """

    spot: Spot | InnerSpot
    paths: dict[Path, Path]
    base: None = None

    def __call__(self, path: Path) -> Origin:
        return self.span(path)[0]

    def span(self, path: Path, key: bool = False) -> tuple[Origin, int]:
        rest: Path = ()
        while path and path not in self.paths:
            path, rest = path[:-1], (path[-1], *rest)
        return self.spot.span((*self.paths.get(path, ()), *rest), key)
