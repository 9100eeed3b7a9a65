"""`argosy why`: where a rendered field comes from, layer by layer; `--reverse` the other way round."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from generator.build import Built
    from generator.model import Manifest, Path


@click.command(
    help="Say where a rendered field comes from, layer by layer.\n\nFIELD is FILE:LINE of a rendered file, "
    "or FILE followed by a path such as spec.maxReplicas."
)
@click.argument("field")
@click.argument("path", required=False)
@click.option("--reverse", is_flag=True, help="FIELD is values/FILE:LINE; list every rendered field it reaches.")
def command(field: str, path: str | None, reverse: bool) -> int:
    """Build, find, explain."""
    from generator.cli.inputs import built, repository
    from generator.model import UserError

    result = built(repository())
    if result.failed:
        raise UserError("values cannot be rendered", findings=[f for f in result.findings if f.severity == "error"])
    name, _, line = field.rpartition(":")
    if not line.isdigit():
        name, line = field, ""
    if reverse:
        return _reverse(result, name, line)
    manifest = _manifest(result, name)
    found = _path(manifest, path, line)
    _explain(result, manifest, found)
    return 0


def _manifest(result: Built, name: str) -> Manifest:
    from generator.model import UserError

    wanted = name.removeprefix("./").removeprefix("rendered/")
    known = {manifest.path: manifest for manifest in result.fleet}
    if wanted in known:
        return known[wanted]
    near = difflib.get_close_matches(wanted, known, 1)
    hint = f"did you mean rendered/{near[0]}?" if near else "`argosy render` writes them"
    raise UserError(f"rendered/{wanted} is not rendered from values/; {hint}")


def _path(manifest: Manifest, path: str | None, line: str) -> Path:
    from generator.model import UserError
    from generator.provenance import field_at, get

    if line:
        found = field_at(manifest, int(line))
        if found is None:
            raise UserError(f"rendered/{manifest.path} has no field on line {line}")
        return found
    if not path:
        raise click.UsageError("name a line (FILE:LINE) or a path (FILE spec.replicas)")
    parts: list[str | int] = []
    node: Any = manifest.body
    for word in path.replace("[", ".").replace("]", "").strip(".").split("."):
        part: str | int = int(word) if word.isdigit() and isinstance(node, list) else word
        parts.append(part)
        node = get(node, (part,))
    from generator.model import OMIT

    if node is OMIT:
        raise UserError(f"rendered/{manifest.path} has no field {path}")
    return tuple(parts)


def _explain(result: Built, manifest: Manifest, path: Path) -> None:
    from generator.provenance import get, source_of

    value = get(manifest.body, path)
    before = _before(manifest, path)
    print(f"  {path[-1]}: {_shown(value, path[-1], before)}")
    origin, source = source_of(result, manifest, path)
    if source is None or not source.writings:
        place = origin or "(the component)"
        print(f"  <- {place}   decided by the component {manifest.component or 'argosy'} for what is written there")
        return
    dotted = ".".join(str(part) for part in source.path)
    width = max(len(str(w.origin)) + (5 if number else 0) for number, w in enumerate(source.writings)) + 2
    for number, writing in enumerate(source.writings):
        lead = "<- " if number == 0 else "   over "
        room = width if number == 0 else width - 5
        print(f"  {lead}{writing.origin!s:<{room}}{dotted}: {_shown(writing.value, source.path[-1], before)}")


def _reverse(result: Built, name: str, line: str) -> int:
    from generator.model import UserError
    from generator.provenance import reached

    if not line:
        raise click.UsageError("name a line: argosy why --reverse values/FILE:LINE")
    if name not in result.layers.source.documents:
        near = difflib.get_close_matches(name, result.layers.source.documents, 1)
        raise UserError(f"{name} is not a values file" + (f"; did you mean {near[0]}?" if near else ""))
    count = 0
    for manifest, path, value in reached(result, name, int(line)):
        shown = _shown(value, path[-1], _before(manifest, path))
        print(f"rendered/{manifest.path}  {'.'.join(map(str, path))}: {shown}")
        count += 1
    if not count:
        print(f"no rendered field holds a value written on {name}:{line}")
    return 0


_OF_A_SECRET = "kind: Secret"


def _before(manifest: Manifest, path: Path) -> str:
    """What would stand before a field and say what it is: the name of a variable, the option of a value."""
    from generator.provenance import get

    body, last = manifest.body, path[-1]
    if manifest.id.kind == "Secret" and path[0] in ("data", "stringData"):
        return _OF_A_SECRET
    if isinstance(last, int):
        return f"- {get(body, (*path[:-1], last - 1))}" if last else ""
    return f"name: {get(body, (*path[:-1], 'name'))}"


def _shown(value: Any, key: str | int, before: str) -> str:
    """A value on one line, cut where it is long, its secrets hidden as in the frame of a finding."""
    import json

    safe = _hidden(value, key, before)
    text = safe if isinstance(safe, str) else json.dumps(safe, ensure_ascii=False)
    return text if len(text) <= 100 else text[:97] + "..."


def _hidden(value: Any, key: str | int, before: str) -> Any:
    """A value with its secrets hidden; `key` and the line `before` it tell what it is."""
    from generator.provenance import get
    from generator.report.frame import HIDDEN
    from generator.report.secrets import secret_spans

    if before == _OF_A_SECRET:
        return HIDDEN
    if isinstance(value, dict):
        return {each: _hidden(child, each, f"name: {get(value, ('name',))}") for each, child in value.items()}
    if isinstance(value, list):
        return [_hidden(child, n, f"- {value[n - 1]}" if n else "") for n, child in enumerate(value)]
    if not isinstance(value, str):
        return value
    lead = "- " if isinstance(key, int) else f"{key}: "
    lines = [before, *f"{lead}{value}".split("\n")]
    for number, spans in secret_spans(lines).items():
        for start, end in reversed(spans):
            lines[number] = lines[number][:start] + HIDDEN + lines[number][end:]
    return "\n".join(lines[1:]).removeprefix(lead)
