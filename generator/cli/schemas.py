"""`argosy schemas`: what can be checked, what a kind looks like, and adding the CRDs of others."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from generator.model import OMIT, MachineError, UserError

if TYPE_CHECKING:
    from generator.model import Path as FieldPath
    from generator.schema_store import Kind, SchemaStore
    from generator.schema_store.crd_import import Gathered, Imported
    from generator.schema_store.fields import Field

DIRECTORY = ".schemas"
"""Where imported schemas lie in the user's repository."""

_kubernetes = click.option("--kubernetes", metavar="VERSION", help="Kubernetes version; the newest bundled by default.")
_directories = click.option(
    "--schema-dir", "directories", multiple=True, type=click.Path(path_type=Path), metavar="DIR",
    help=f"Directory of schemas that override the bundled ones; {DIRECTORY} by default.",
)  # fmt: skip


@click.group()
def command() -> None:
    """What can be checked: the kinds with a schema, their fields, and CRDs of your own."""


@command.command("list")
@click.argument("text", default="")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@_kubernetes
@_directories
def list_kinds(text: str, form: str, kubernetes: str | None, directories: tuple[Path, ...]) -> None:
    """The kinds that can be checked; TEXT keeps those whose group or kind contains it."""
    store = _store(kubernetes, directories)
    kinds = [kind for kind in store.kinds() if text.lower() in f"{kind.group}/{kind.kind}".lower()]
    if form == "json":
        rows = [_record(kind) for kind in kinds]
        click.echo(json.dumps({"version": 1, "kubernetes": store.version, "kinds": rows}, indent=2, sort_keys=True))
        return
    for note in store.notes:
        click.echo(f"note: {note}", err=True)
    if not kinds:
        raise UserError(f"no kind with a schema contains {text!r}", fix="`argosy schemas list` shows all")
    click.echo(_table(kinds))
    names, groups = {(kind.group, kind.kind) for kind in kinds}, {kind.group for kind in kinds}
    click.echo(f"{_count(len(names), 'kind')} in {_count(len(groups), 'group')}.")


@command.command("show")
@click.argument("name", metavar="[APIVERSION/]KIND")
@click.option("--path", "place", default="", metavar="FIELD", help="Only what lies below a field, e.g. spec.template.")
@click.option("--levels", default=2, type=click.IntRange(1, 20), show_default=True, help="How deep to go.")
@_kubernetes
@_directories
def show(name: str, place: str, levels: int, kubernetes: str | None, directories: tuple[Path, ...]) -> None:
    """The fields of a kind with types, required keys, allowed values and defaults."""
    from generator.schema_store.fields import fields

    store = _store(kubernetes, directories)
    kind = _find(store, name)
    compiled = store.schema(kind.api_version, kind.kind)
    assert compiled is not None
    path = _path(place)
    _check_path(compiled.source, path, kind)
    origin = kind.upstream or kind.source
    facts = [kind.scope.lower(), origin, *(["not complete"] if kind.partial else [])]
    click.echo(f"{kind.api_version} {kind.kind}  ({', '.join(fact for fact in facts if fact)})")
    if path:
        click.echo(_self(compiled.source, path))
    for field in fields(compiled.source, path, levels):
        click.echo(_line(field))


@command.command("import")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE|DIR]...")
@click.option("--from-cluster", is_flag=True, help="Ask the cluster of the current kubectl context for its CRDs.")
@click.option("--context", metavar="NAME", help="kubectl context to ask; only with --from-cluster.")
@click.option("--into", default=DIRECTORY, show_default=True, type=click.Path(path_type=Path), help="Where to write.")
def import_schemas(paths: tuple[Path, ...], from_cluster: bool, context: str | None, into: Path) -> None:
    """Add CRDs from files, directories, a chart, or (only when asked) a cluster."""
    from generator.schema_store.crd_sources import gather_paths

    if context is not None and not from_cluster:
        raise click.UsageError("--context needs --from-cluster")
    if not paths and not from_cluster:
        raise click.UsageError("give at least one FILE or DIR, or --from-cluster")
    gathered = gather_paths(paths)
    if from_cluster:
        _gather_cluster(context, gathered)
    if gathered.findings:
        raise UserError("nothing was imported", findings=gathered.findings)
    for note in gathered.notes:
        click.echo(f"note: {note}", err=True)
    _write(into, gathered.kinds)


def _store(kubernetes: str | None, directories: Sequence[Path]) -> SchemaStore:
    from generator.schema_store import SchemaStore, bundled_versions

    own = Path(DIRECTORY)
    return SchemaStore(kubernetes or bundled_versions()[-1], directories or ([own] if own.is_dir() else []))


def _record(kind: Kind) -> dict[str, Any]:
    return {
        "apiVersion": kind.api_version,
        "kind": kind.kind,
        "scope": kind.scope,
        "source": kind.source,
        "upstream": kind.upstream,
        "partial": list(kind.partial),
        "served": list(kind.served),
    }


def _table(kinds: Sequence[Kind]) -> str:
    """One line for each group and kind, columns aligned."""
    grouped: dict[tuple[str, str], list[Kind]] = {}
    for kind in kinds:
        grouped.setdefault((kind.group, kind.kind), []).append(kind)
    rows = [("GROUP", "KIND", "VERSIONS", "FROM", "")]
    for (group, name), listed in grouped.items():
        origins = ", ".join(dict.fromkeys(kind.upstream or kind.source for kind in listed))
        holes = max(len(kind.partial) for kind in listed)
        note = f"not complete: {holes} place{'s' if holes > 1 else ''}" if holes else ""
        rows.append((group or "(core)", name, ", ".join(kind.version for kind in listed), origins, note))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(row, [*widths, 0], strict=True)).rstrip() for row in rows
    )


def _find(store: SchemaStore, name: str) -> Kind:
    """The kind that `keda.sh/v1alpha1/ScaledObject`, `v1/Pod` or `Pod` names; without a version, the preferred one."""
    api_version, _, kind = name.rpartition("/")
    if api_version:
        found = store.find(api_version, kind)
        if found is not None:
            return found
        problem = store.suggest(api_version, kind)
        raise UserError(problem.message, rule=problem.rule, fix=problem.fix)
    versions = store.versions_of(kind)
    groups = sorted({version.rpartition("/")[0] for version in versions})
    if len(groups) == 1:
        chosen = store.find(versions[0], kind)
        assert chosen is not None
        return chosen
    if groups:
        raise UserError(
            f"{kind} is known in several groups", fix=f"write {' or '.join(f'{v}/{kind}' for v in versions)}"
        )
    from generator.schema_store.words import nearest

    near = nearest(kind, {known.kind for known in store.kinds()})
    raise UserError(f"no kind {kind[:60]!r} has a schema" + (f"; did you mean {near}?" if near else ""),
                    rule="unknown-gvk", fix="`argosy schemas list` shows all")  # fmt: skip


def _path(text: str) -> FieldPath:
    """`spec.containers[0].image` as a path; list positions may be left out, so they are dropped."""
    return tuple(part for part in re.sub(r"\[[^\]]*\]", "", text).strip(".").split(".") if part)


def _check_path(source: dict[str, Any], path: FieldPath, kind: Kind) -> None:
    from generator.schema_store.fields import fields, known
    from generator.schema_store.words import listed, nearest, place

    for length in range(1, len(path) + 1):
        if not known(source, path[:length]):
            names = [field.name for field in fields(source, path[: length - 1], 1)]
            near = nearest(str(path[length - 1]), names)
            hint = f"; did you mean `{near}`?" if near else ""
            fix = f"the fields there are {listed(names)}" if names else "ask for the field above"
            message = f"{kind.kind} has no field {place(path[:length])}{hint}"
            raise UserError(message, rule="unknown-field", fix=fix)


def _self(source: dict[str, Any], path: FieldPath) -> str:
    from generator.schema_store.fields import type_at
    from generator.schema_store.words import place

    return f"{place(path)}  {type_at(source, path)}".rstrip()


def _line(field: Field) -> str:
    """One field as the tree shows it."""
    facts = [field.type or "any value"]
    if field.required:
        facts.append("required")
    if field.choices:
        facts.append(" | ".join(str(choice) for choice in field.choices))
    if field.default is not OMIT:
        facts.append(f"default {json.dumps(field.default)}")
    if field.open and not field.more:
        facts.append("any keys")
    return f"{'  ' * (field.depth + 1)}{field.name}  {', '.join(facts)}{' ...' if field.more else ''}"


def _gather_cluster(context: str | None, into: Gathered) -> None:
    """The CRDs of a live cluster, by kubectl: the one command that leaves the machine, and only when asked to."""
    import subprocess

    from generator.schema_store.crd_import import gather_object

    arguments = ["kubectl", *([f"--context={context}"] if context else []), "get", "crd", "--output=json"]
    try:
        done = subprocess.run(arguments, capture_output=True, timeout=300, check=False)
    except FileNotFoundError as error:
        raise UserError("kubectl is not installed", fix="install it, or import the CRDs from files") from error
    except subprocess.TimeoutExpired as error:
        raise MachineError("kubectl gave no answer within 5 minutes") from error
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())[:300]
        raise MachineError(f"kubectl failed: {said}", fix="check the context with `kubectl get crd`")
    try:
        answer = json.loads(done.stdout)
    except ValueError as error:
        raise MachineError("kubectl did not answer in JSON") from error
    before = len(into.kinds) + len(into.findings)
    gather_object(answer, f"cluster {context}" if context else "cluster", into)
    if len(into.kinds) + len(into.findings) == before:
        raise UserError("the cluster has no CustomResourceDefinition", rule="crd-missing")


def _write(into: Path, kinds: Sequence[Imported]) -> None:
    """Write the schema files that differ, then the index, and say what changed."""
    index = _read_index(into)
    for imported in sorted(kinds, key=lambda imported: (imported.kind.api_version, imported.kind.kind)):
        key = f"{imported.kind.api_version}/{imported.kind.kind}"
        before = index["kinds"].get(key)
        verb = "new" if before is None else "same" if before.get("digest") == imported.entry["digest"] else "changed"
        index["kinds"][key] = imported.entry
        _replace(into / imported.kind.file, imported.text)
        click.echo(f"{verb:<8}{imported.kind.api_version} {imported.kind.kind}")
    _replace(into / "index.json", json.dumps(index, indent=2, sort_keys=True, ensure_ascii=False) + "\n")
    where = into.as_posix()
    click.echo(f"{_count(len(kinds), 'schema')} in {where}/; commit it, so that everybody checks the same way.")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _read_index(into: Path) -> dict[str, Any]:
    from generator.schema_store.folders import kinds
    from generator.schema_store.records import read_json

    if not (into / "index.json").is_file():
        return {"kinds": {}, "version": 1}
    kinds(into)
    index: dict[str, Any] = read_json(into / "index.json", f"{into.as_posix()}/index.json")
    return index


def _replace(target: Path, text: str) -> None:
    """Write one file whole or not at all; equal content leaves it untouched."""
    import os
    import tempfile

    try:
        if target.is_file() and target.read_bytes() == text.encode():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fchmod(stream.fileno(), 0o644)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise MachineError(f"{target.as_posix()} cannot be written: {error.strerror}") from error
