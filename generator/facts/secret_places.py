"""Where objects hold texts that may be secrets, each with the name of what holds it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from generator.facts import kinds
from generator.facts.applications import EXPLICIT, declared, sources
from generator.facts.cluster import Cluster, get, kind_name, mapping, rows
from generator.facts.fields import entries, text
from generator.facts.labels import annotation_maps
from generator.model import Manifest, Path

_CONFIGURATION = re.compile(
    r"(?:^|[._-])(?:ya?ml|json|properties|env|ini|conf|cfg|toml|config|configuration|settings|values)\Z", re.IGNORECASE
)
_PAIR = re.compile(
    r"""(?:^|(?<=[\s{,\[;]))["']?([A-Za-z][\w.-]{0,127})["']?[ \t]*[:=][ \t]*"""
    r"""("(?:[^"\\]|\\.){0,512}"|'[^']{0,512}'|[^\s,;}\]"'#|>&*\[{(]{1,512}(?=[\s,;}\]]|$))"""
)
_LINES, _WIDTH = 4000, 4096
_DEPTH = 32


class Named(NamedTuple):
    """A text and the name of what holds it ("" when nothing names it). `line` counts from 1 in a text of lines."""

    name: str
    value: str
    path: Path
    line: int = 0


def named(manifest: Manifest, cluster: Cluster, wanted: Callable[[str], bool] = lambda name: True) -> Iterator[Named]:
    """The texts of an object whose names tell what they are: variables, arguments, configuration, annotations.

    Annotations and variables whose names are not `wanted` are left out.
    """
    for path, notes in annotation_maps(manifest, cluster):
        for key, value in notes.items():
            if isinstance(value, str) and wanted(str(key)):
                yield Named(str(key), value, (*path, key))
    kind = kind_name(manifest)
    if kind == kinds.CONFIG_MAP:
        yield from _files(mapping(manifest.body, "data"))
    elif kind in EXPLICIT:
        for source in sources(declared(manifest)):
            yield from _of_source(source.body, source.path)
    elif kind in (kinds.SCALED_OBJECT, kinds.SCALED_JOB):
        for n, trigger in entries(manifest.body, "spec", "triggers"):
            yield from tree(mapping(trigger, "metadata"), ("spec", "triggers", n, "metadata"))
    template = cluster.template(manifest)
    for path, container in template.containers(init=True) if template else ():
        for n, row in enumerate(rows(container, "env")):
            name = text(row, "name")
            if wanted(name):
                yield Named(name, text(row, "value"), (*path, "env", n, "value"))
        for field in ("command", "args"):
            yield from _arguments(rows(container, field), (*path, field))


def tree(node: Any, path: Path, depth: int = _DEPTH) -> Iterator[Named]:
    """Every text of a tree of values by its key; of `name` and `value` side by side the one names the other."""
    if isinstance(node, Mapping) and depth:
        label = node.get("name", node.get("key"))
        key_of_secret = any(sibling in node for sibling in ("remoteRef", "secretName", "name", "secretStoreRef"))
        for key, value in node.items():
            if isinstance(value, str):
                named_by = label if key == "value" and isinstance(label, str) else str(key)
                if not (key == "secretKey" and key_of_secret):
                    yield from _text(named_by, value, (*path, key))
            else:
                yield from tree(value, (*path, key), depth - 1)
    elif isinstance(node, (list, tuple)) and depth:
        for n, item in enumerate(node):
            if isinstance(item, str):
                yield from _text("", item, (*path, n))
            else:
                yield from tree(item, (*path, n), depth - 1)


def strings(node: Any, path: Path = (), depth: int = _DEPTH) -> Iterator[tuple[Path, str]]:
    """Every text of a body with its path."""
    if isinstance(node, str):
        yield path, node
    elif isinstance(node, Mapping) and depth:
        for key, value in node.items():
            yield from strings(value, (*path, key), depth - 1)
    elif isinstance(node, (list, tuple)) and depth:
        for n, item in enumerate(node):
            yield from strings(item, (*path, n), depth - 1)


@lru_cache(maxsize=256)
def pairs(content: str) -> tuple[tuple[int, str, str], ...]:
    """The named texts of a configuration file (YAML, JSON, properties and the like): line from 1, name, text.

    Comments are left out. A line `value:` is named by the `name:` before it.
    """
    return tuple(_pairs(content))


def _pairs(content: str) -> Iterator[tuple[int, str, str]]:
    label = ""
    for number, line in enumerate(content.split("\n")[:_LINES], 1):
        if line.lstrip().startswith(("#", "//", ";", "--")):
            continue
        for found in _PAIR.finditer(line[:_WIDTH]):
            name, value = found[1], _unquoted(found[2])
            label = value if name == "name" else label
            yield number, label if name == "value" and label else name, value


def _files(data: Mapping[str, Any]) -> Iterator[Named]:
    for key, value in data.items():
        if isinstance(value, str):
            yield from _text(str(key), value, ("data", key))


def _text(name: str, value: str, path: Path) -> Iterator[Named]:
    """A text; a configuration file is read by its names, a file of any other kind has none."""
    if _CONFIGURATION.search(name) and any(sign in value for sign in ":="):
        yield from (Named(inner, held, path, line) for line, inner, held in pairs(value))
    elif "\n" not in value.strip():
        yield Named(name, value, path)


def _of_source(source: Mapping[str, Any], path: Path) -> Iterator[Named]:
    for field in ("helm", "plugin", "kustomize"):
        yield from tree(get(source, field), (*path, field))


def _arguments(words: Any, path: Path) -> Iterator[Named]:
    """Options with their values: `--name=value`, and `--name` with the word after it."""
    option = ""
    for n, word in enumerate(words):
        if not isinstance(word, str):
            option = ""
        elif word.startswith("-"):
            name, sign, value = word.lstrip("-").partition("=")
            option = "" if sign else name
            yield Named(name if sign else "", value if sign else "", (*path, n))
        else:
            variable, sign, value = word.partition("=")
            assigned = not option and sign and re.fullmatch(r"[A-Za-z_]\w*", variable)
            yield Named(variable if assigned else option, value if assigned else word, (*path, n))
            option = ""


def _unquoted(value: str) -> str:
    return value[1:-1] if value[:1] in ("'", '"') else value
