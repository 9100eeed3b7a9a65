"""apiVersion and kind -> compiled schema: tables first, files and engines only when a kind is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from generator.model import OMIT, Path, UserError
from generator.schema_store.compiled import Schema, compile_schema
from generator.schema_store.kinds import Kind, from_index, version_rank
from generator.schema_store.problem import Problem
from generator.schema_store.records import bundled_json, bundled_root

if TYPE_CHECKING:
    from generator.schema_store.cel.rules import Scope
    from generator.schema_store.installed import Installed

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ALWAYS = ("apiVersion", "kind", "metadata")
_REFERENCE = "#/$defs/"
EVALUATED = ("gateway.networking.k8s.io",)
"""Groups whose bundled schemas have CEL rules that are evaluated; for those of all others there are rules of ours."""


def bundled_versions() -> tuple[str, ...]:
    """The Kubernetes minor versions whose schemas are bundled, oldest first."""
    return tuple(bundled_json(bundled_root(), "index.json")["versions"])


class SchemaStore:
    """The schemas for one Kubernetes version: those in `user_dirs`, then those of `crds`, then the bundled ones.

    Of several directories or CRDs that have a kind the first wins. `crds` are the bodies of CRDs.
    `version` is the minor version used; `notes` says when it is not the one asked for. `engine` as in
    compile_schema. Raises UserError for a version that is no version and for directories that hold no schemas.
    """

    def __init__(
        self,
        kubernetes_version: str,
        user_dirs: Sequence[FilePath] = (),
        crds: Sequence[Mapping[str, Any]] = (),
        *,
        engine: str = "",
        bundled: FilePath | None = None,
    ) -> None:
        self._root = bundled or bundled_root()
        self._engine = engine
        self._index: Mapping[str, Any] = bundled_json(self._root, "index.json")
        self._schemas: dict[tuple[str, str], Schema | None] = {}
        self._users: dict[str, list[Kind]] = {}
        self._ruled: dict[tuple[str, str], Scope | None] = {}
        if user_dirs:
            from generator.schema_store.folders import kinds

            for kind in (kind for folder in user_dirs for kind in kinds(folder)):
                self._users.setdefault(kind.kind.lower(), []).append(kind)
        self._installed: Installed | None = None
        if crds:
            from generator.schema_store.installed import Installed

            self._installed = Installed(crds, self._index["core"])
        self._broken: dict[tuple[str, str], UserError] = {}
        self.version, self.notes = _choose(kubernetes_version, tuple(self._index["versions"]))

    def schema(self, api_version: str, kind: str) -> Schema | None:
        """The compiled schema of a kind; None when the kind is unknown, or its CRD among `crds` cannot be used.

        Raises UserError for a broken user schema.
        """
        if not isinstance(api_version, str) or not isinstance(kind, str):
            return None
        key = api_version, kind
        if key not in self._schemas:
            self._schemas[key] = self._made(api_version, kind)
        return self._schemas[key]

    def find(self, api_version: str, kind: str) -> Kind | None:
        """What is known about a kind, or None when it is unknown."""
        for candidate in self._users.get(kind.lower(), ()):
            if candidate.matches(api_version, kind):
                return candidate
        if self._installed is not None and self._installed.governs(api_version, kind):
            return self._installed.find(api_version, kind)
        return self._bundled.get((api_version, kind))

    def kinds(self) -> list[Kind]:
        """Everything that can be checked, sorted by group, kind and version (most preferred first)."""
        found = dict(self._bundled)
        if self._installed is not None:
            found = {key: known for key, known in found.items() if not self._installed.governs(*key)}
            found |= {(kind.api_version, kind.kind): kind for kind in self._installed.kinds()}
        for listed in self._users.values():
            for kind in reversed(listed):
                shadowed = [key for key, known in found.items() if kind.matches(*key) and known != kind]
                for key in shadowed:
                    del found[key]
                found[(kind.api_version, kind.kind)] = kind
        return sorted(found.values(), key=lambda kind: (kind.group, kind.kind, version_rank(kind.version)))

    def scope(self, api_version: str, kind: str) -> str:
        """`Namespaced`, `Cluster`, or empty when unknown."""
        found = self.find(api_version, kind)
        if found is not None and not found.scope:
            found = self._bundled.get((api_version, kind), found)
        return found.scope if found else ""

    def upstream(self, api_version: str, kind: str) -> str:
        """The release a kind's schema was made from, e.g. `KEDA 2.20.2`; empty when unknown."""
        found = self.find(api_version, kind)
        return found.upstream or found.source if found else ""

    def versions_of(self, kind: str) -> list[str]:
        """Every apiVersion in which a kind of this name is known, most preferred first in each group."""
        return [known.api_version for known in self.kinds() if known.kind == kind]

    def lifetime(self, api_version: str, kind: str) -> tuple[str, str] | None:
        """The first and the last bundled Kubernetes version that have a core kind, or None for any other kind."""
        entry = self._index["core"].get(f"{api_version}/{kind}")
        return (entry["first"], entry["last"]) if entry else None

    def subschema(self, api_version: str, kind: str, path: Path) -> Mapping[str, Any] | None:
        """The schema node that judges the field at `path`, references followed; None when nothing is known of it."""
        compiled = self.schema(api_version, kind)
        if compiled is None:
            return None
        from generator.schema_store.trail import governing

        nodes = governing(compiled.source, path, branches=False) or governing(compiled.source, path)
        merged: dict[str, Any] = {}
        for node in reversed(nodes):
            merged.update(node)
        merged.pop("$ref", None)
        return merged if nodes else None

    def default_of(self, api_version: str, kind: str, path: Path) -> Any:
        """What the API server fills in when the field at `path` is absent; OMIT when nothing."""
        node = self.subschema(api_version, kind, path)
        return OMIT if node is None else node.get("default", OMIT)

    def ruled(self, api_version: str, kind: str) -> Scope | None:
        """Where the CEL rules of a kind stand that are to be evaluated; None when it has none."""
        key = api_version, kind
        if key not in self._ruled:
            self._ruled[key] = self._scope(api_version, kind)
        return self._ruled[key]

    def _scope(self, api_version: str, kind: str) -> Scope | None:
        found = self.find(api_version, kind)
        if found is None or (found.source == "bundled" and found.group not in EVALUATED):
            return None
        compiled = self.schema(api_version, kind)
        if compiled is None:
            return None
        from generator.schema_store.cel.rules import scope_of

        return scope_of(compiled.source)

    def suggest(self, api_version: str, kind: str) -> Problem:
        """Why a kind has no schema, and the apiVersion or kind that was probably meant."""
        from generator.schema_store.suggest import suggest

        return suggest(self, api_version, kind)

    def broken(self, api_version: str, kind: str) -> str:
        """Why the CRD that installs a kind cannot be used; empty when it can, or nothing asked for its schema yet."""
        error = self._broken.get((api_version, kind))
        return error.findings[0].message.rstrip(".") if error else ""

    @cached_property
    def _bundled(self) -> dict[tuple[str, str], Kind]:
        upstream = f"Kubernetes {self.version}"
        found: dict[tuple[str, str], Kind] = {}
        for key in self._core["kinds"]:
            api_version, _, kind = key.rpartition("/")
            scope = self._index["core"].get(key, {}).get("scope", "")
            found[api_version, kind] = Kind(api_version, kind, scope, upstream)
        for key, entry in self._index["kinds"].items():
            known = from_index(key, entry, "bundled")
            found.setdefault((known.api_version, known.kind), known)
        return found

    @property
    def _core(self) -> Mapping[str, Any]:
        core: Mapping[str, Any] = bundled_json(self._root, f"core/versions/{self.version}.json")
        return core

    def _made(self, api_version: str, kind: str) -> Schema | None:
        found = self.find(api_version, kind)
        try:
            source = self._source(api_version, kind)
            return None if source is None else self._compile(source, api_version, kind)
        except UserError as error:
            if found is None or self._installed is None or not self._installed.holds(found):
                raise
            self._broken[api_version, kind] = error
            return None

    def _source(self, api_version: str, kind: str) -> dict[str, Any] | None:
        found = self.find(api_version, kind)
        if found is None:
            return None
        if self._installed is not None and self._installed.holds(found):
            return self._installed.schema(found)
        if found.source != "bundled":
            from generator.schema_store.folders import load

            return load(FilePath(found.source), found)
        if found.file:
            source: dict[str, Any] = bundled_json(self._root, found.file)
            return source
        return self._core_source(self._core["kinds"][f"{api_version}/{kind}"])

    def _core_source(self, name: str) -> dict[str, Any]:
        """A definition of Kubernetes with those it reaches: schemas/README.md, "A core kind"."""
        bodies = bundled_json(self._root, "core/definitions.json")
        hashes = self._core["definitions"]
        body = bodies[hashes[name]]
        reached: dict[str, Any] = {}
        waiting = _references(body)
        while waiting:
            wanted = waiting.pop()
            if wanted not in reached:
                reached[wanted] = bodies[hashes[wanted]]
                waiting += _references(reached[wanted])
        required = sorted({*_ALWAYS, *body.get("required", ())})
        return {**body, "$schema": _DIALECT, "required": required, "$defs": dict(sorted(reached.items()))}

    def _compile(self, source: dict[str, Any], api_version: str, kind: str) -> Schema:
        name = f"the schema of {api_version} {kind}"
        return compile_schema(
            source, name=name, engine=self._engine, quote_values=kind not in ("Secret", "SealedSecret"), kubernetes=True
        )


def _references(node: Any) -> list[str]:
    """The names of the definitions a node refers to."""
    if isinstance(node, list):
        return [name for item in node for name in _references(item)]
    if not isinstance(node, dict):
        return []
    found = [name for value in node.values() for name in _references(value)]
    reference = node.get("$ref")
    return [*found, reference.removeprefix(_REFERENCE)] if isinstance(reference, str) else found


def _choose(wanted: str, known: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The bundled minor version nearest to the wanted one, and a note when it is another one."""
    match = re.fullmatch(r"v?(\d{1,3})\.(\d{1,4})(?:[.+-].*)?", str(wanted).strip())
    if not match:
        raise UserError(f"{str(wanted)[:40]!r} is not a Kubernetes version", rule="kubernetes-version-invalid",
                        fix=f'write a minor version such as "{known[-1]}", in quotes')  # fmt: skip
    asked = int(match[1]), int(match[2])
    exact = f"{asked[0]}.{asked[1]}"
    if exact in known:
        return exact, ()
    numbers = [(int(major), int(minor)) for major, minor in (version.split(".") for version in known)]
    nearest = max((number for number in numbers if number <= asked), default=min(numbers))
    used = f"{nearest[0]}.{nearest[1]}"
    note = f"Kubernetes {exact} is not bundled; {used} is used instead ({known[0]} to {known[-1]} are there)"
    return used, (note,)
