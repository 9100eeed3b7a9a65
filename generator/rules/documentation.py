"""A rule's docstring, taken apart: title, Why, Source, and the Bad and Good manifests that its test executes.

A rule about a change says with `Before` what stood there; it holds for every Bad and Good after it.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

SECTIONS = ("Why", "Source", "Settings", "Before", "Bad", "Good", "Suppress")
_HEAD = re.compile(rf"^({'|'.join(SECTIONS)})(?: \(([^)]*)\))?:[ ]*(.*)$")


@dataclass(frozen=True)
class Example:
    """YAML documents of a Bad or Good section; `title` tells several apart, `before` are the documents they replace."""

    title: str
    text: str
    before: str = ""


@dataclass(frozen=True)
class Documentation:
    """The parts of a rule's docstring. `settings` is YAML: what the examples assume of fleet.yaml."""

    title: str
    why: str = ""
    source: str = ""
    settings: str = ""
    bad: tuple[Example, ...] = field(default=())
    good: tuple[Example, ...] = field(default=())


def parse(docstring: str) -> Documentation:
    """Take a docstring apart: the first line, then sections `Why: text`, `Bad (title):` with indented YAML."""
    lines = textwrap.dedent(docstring.split("\n", 1)[1] if "\n" in docstring else "").split("\n")
    title = docstring.strip().split("\n", 1)[0].strip()
    parts: list[tuple[str, str, list[str]]] = []
    for line in lines:
        head = _HEAD.match(line)
        if head:
            parts.append((head[1], head[2] or "", [head[3]] if head[3] else []))
        elif parts:
            parts[-1][2].append(line)
    prose = {name: " ".join(" ".join(body).split()) for name, _, body in parts if name in ("Why", "Source")}
    yaml = [(name, label, textwrap.dedent("\n".join(body)).strip("\n") + "\n") for name, label, body in parts]
    return Documentation(
        title,
        prose.get("Why", ""),
        prose.get("Source", ""),
        next((text for name, _, text in yaml if name == "Settings"), ""),
        tuple(_examples(yaml, "Bad")),
        tuple(_examples(yaml, "Good")),
    )


def _examples(sections: Iterable[tuple[str, str, str]], wanted: str) -> Iterator[Example]:
    before = ""
    for name, label, text in sections:
        if name == "Before":
            before = text
        elif name == wanted:
            yield Example(label, text, before)
