"""CustomResourceDefinitions and JSON Schema files -> kinds with their strict schemas. Reads nothing itself."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from generator.model import Finding, Fix, Origin, UserError
from generator.schema_store.kinds import Kind

_GROUP = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*")
_KIND = re.compile(r"[A-Z][A-Za-z0-9]{0,62}")
_VERSION = re.compile(r"v[0-9]+((alpha|beta)[0-9]+)?")
_RESIDUE = re.compile(rb"^[ \t]*\{\{", re.MULTILINE)
_RENDER = "render the chart first (helm template --include-crds CHART > crds.yaml) and import what comes out"


@dataclass(frozen=True)
class Imported:
    """One kind ready to be stored: `text` is the schema file's content, `file` its place below `.schemas/`."""

    kind: Kind
    text: str

    @property
    def entry(self) -> dict[str, Any]:
        """Its entry in the index. There is no date in it, so that equal input gives equal output."""
        digest = hashlib.sha256(self.text.encode()).hexdigest()
        return {
            "digest": f"sha256:{digest}",
            "file": self.kind.file,
            "partial": list(self.kind.partial),
            "scope": self.kind.scope,
            "served": list(self.kind.served),
            "source": self.kind.source,
        }


@dataclass(frozen=True)
class Gathered:
    """What a set of sources held: kinds, findings that stop the import, notes about what was passed over."""

    kinds: list[Imported] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def gather(data: bytes, source: str, into: Gathered) -> None:
    """Add what one file holds; `source` is its name relative to where the import runs."""
    from generator.yamlio.read import read_all

    if source.endswith(".json") and (schema := _json_schema_file(data)) is not None:
        _add(into, source, 1, lambda: [_from_json_schema(schema, source)])
        return
    stream = read_all(data, source)
    if stream.findings and (residue := _RESIDUE.search(data)):
        line = data.count(b"\n", 0, residue.start()) + 1
        into.findings.append(_finding("this is template text, not YAML", Origin(source, line, 1), "template-residue",
                                      _RENDER))  # fmt: skip
        return
    into.findings.extend(stream.findings)
    for document in stream.documents:
        gather_object(document.data, source, into, document.line)


def gather_object(data: Any, source: str, into: Gathered, line: int = 1) -> None:
    """Add the CRDs in one object: a CRD itself, or a `List` of them; anything else is passed over."""
    if not isinstance(data, Mapping):
        return
    if isinstance(data.get("items"), list) and str(data.get("kind", "")).endswith("List"):
        for item in data["items"]:
            gather_object(item, source, into, line)
    elif data.get("kind") == "CustomResourceDefinition":
        _add(into, source, line, lambda: list(_from_crd(data, source, into.notes)))


def _add(into: Gathered, source: str, line: int, make: Any) -> None:
    try:
        into.kinds.extend(make())
    except UserError as error:
        for found in error.findings:
            into.findings.append(_finding(found.message, found.origin or Origin(source, line), found.rule,
                                          found.fix.text if found.fix else ""))  # fmt: skip


def _from_crd(crd: Mapping[str, Any], source: str, notes: list[str]) -> Iterator[Imported]:
    from generator.schema_store.structural import json_schema

    for kind, structural in declared(crd, source):
        if structural is None:
            notes.append(f"{source}: {kind.api_version} {kind.kind} has no schema and was passed over")
            continue
        partial = ((),) if kind.partial else ()
        schema = json_schema(structural, group=kind.group, version=kind.version, kind=kind.kind, partial=partial)
        yield _imported(kind, schema)


def declared(crd: Mapping[str, Any], source: str) -> list[tuple[Kind, Mapping[str, Any] | None]]:
    """The kind that a CRD declares, once for each version it serves, with the structural schema where it has one.

    Raises UserError for a CRD that does not say which kind it is.
    """
    spec = _mapping(crd.get("spec"), "spec")
    names = _mapping(spec.get("names"), "spec.names")
    group = _identity(spec.get("group"), _GROUP, "spec.group")
    kind = _identity(names.get("kind"), _KIND, "spec.names.kind")
    versions = dict(_versions(spec))
    old = str(crd.get("apiVersion", "")).endswith("/v1beta1") and spec.get("preserveUnknownFields") is not False
    partial = ("",) if old or spec.get("preserveUnknownFields") is True else ()
    return [
        (
            Kind(f"{group}/{version}", kind, _scope(spec), "", source, partial=partial, served=tuple(versions)),
            structural,
        )
        for version, structural in versions.items()
    ]


def _versions(spec: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any] | None]]:
    """Each served version with its structural schema: apiextensions v1, and v1beta1 where one schema serves all."""
    shared = spec.get("validation")
    listed = spec.get("versions") or [{"name": spec.get("version"), "served": True}]
    for entry in listed if isinstance(listed, list) else []:
        version = _mapping(entry, "spec.versions[]")
        if version.get("served", True) is False:
            continue
        holder = version.get("schema") or shared
        schema = holder.get("openAPIV3Schema") if isinstance(holder, Mapping) else None
        yield (
            _identity(version.get("name"), _VERSION, "spec.versions[].name"),
            schema if isinstance(schema, Mapping) else None,
        )


def _imported(kind: Kind, schema: dict[str, Any]) -> Imported:
    group, version = kind.group.replace("*", "_"), kind.version
    file = f"{group}/{kind.kind.lower()}_{version}.json" if group else f"{kind.kind.lower()}_{version}.json"
    text = json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    return Imported(
        Kind(kind.api_version, kind.kind, kind.scope, kind.upstream, kind.source, file, kind.partial, kind.served), text
    )


def _json_schema_file(data: bytes) -> dict[str, Any] | None:
    """The JSON Schema in a file, or None when the file holds Kubernetes objects (or no JSON)."""
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or isinstance(found.get("kind"), str):
        return None
    return found


def _from_json_schema(schema: dict[str, Any], source: str) -> Imported:
    """A file of the CRDs-catalog or of kubeconform's flat layout: its name says which kind it is."""
    from generator.schema_store.folders import by_name
    from generator.schema_store.lint import check
    from generator.schema_store.rewrite import portable_patterns

    check(schema, source)
    path = PurePosixPath(source)
    group = path.parent.name if "_" in path.name and _GROUP.fullmatch(path.parent.name) else ""
    named = by_name("", f"{group}/{path.name}" if group and "." in group else path.name)
    if named is None:
        raise UserError(f"{source}: the file's name does not say which kind it is", rule="schema-name",
                        fix="name it <group>/<kind in lower case>_<version>.json")  # fmt: skip
    kind = _declared_kind(schema, named)
    return _imported(Kind(kind.api_version, kind.kind, source=source), portable_patterns(schema))


def _declared_kind(schema: dict[str, Any], named: Kind) -> Kind:
    """The kind with its capital letters, where the schema states it."""
    for entry in schema.get("x-kubernetes-group-version-kind") or ():
        if isinstance(entry, Mapping) and str(entry.get("kind", "")).lower() == named.kind:
            group, version = str(entry.get("group", "")), str(entry.get("version", ""))
            return Kind(f"{group}/{version}" if group else version, str(entry["kind"]))
    node = schema.get("properties", {}).get("kind", {})
    stated = node.get("const") or (node.get("enum") or [""])[0] if isinstance(node, Mapping) else ""
    return Kind(named.api_version, stated) if str(stated).lower() == named.kind else named


def _scope(spec: Mapping[str, Any]) -> str:
    return "Cluster" if spec.get("scope") == "Cluster" else "Namespaced"


def _identity(value: Any, form: re.Pattern[str], where: str) -> str:
    """A name that may become part of a file name. Raises UserError when it is not well formed."""
    if isinstance(value, str) and form.fullmatch(value):
        return value
    if isinstance(value, str) and "{{" in value:
        raise UserError(f"`{where}` of the CRD is template text", rule="template-residue", fix=_RENDER)
    raise UserError(f"`{where}` of the CRD is missing or not well formed", rule="crd-schema",
                    fix="import the CRD as its project publishes it")  # fmt: skip


def _mapping(value: Any, where: str) -> Mapping[str, Any]:
    if isinstance(value, Mapping):
        return value
    raise UserError(f"`{where}` of the CRD is missing or not a mapping", rule="crd-schema",
                    fix="import the CRD as its project publishes it")  # fmt: skip


def _finding(message: str, origin: Origin, rule: str, fix: str) -> Finding:
    return Finding(rule, "error", message, origin=origin, fix=Fix(fix) if fix else None)
