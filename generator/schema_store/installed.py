"""The kinds that CustomResourceDefinitions among the judged objects install, with their schemas, in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from generator.model import UserError
from generator.schema_store.crd_import import declared
from generator.schema_store.kinds import Kind


class Installed:
    """What a set of CRDs installs: as in a cluster, a kind has the versions that its CRD serves and no others.

    The first CRD of a kind counts. A schema is made when it is asked for. `core` has the kinds of Kubernetes itself
    as `<apiVersion>/<kind>`: no CRD changes those.
    """

    def __init__(self, crds: Iterable[Mapping[str, Any]], core: Iterable[str] = ()) -> None:
        own = {(key.rpartition("/")[0].rpartition("/")[0], key.rpartition("/")[2]) for key in core}
        self._kinds: dict[tuple[str, str], dict[Kind, Mapping[str, Any]]] = {}
        for crd in crds:
            made = _served(crd)
            for kind in list(made)[:1]:
                if (kind.group, kind.kind) not in own:
                    self._kinds.setdefault((kind.group, kind.kind), made)

    def governs(self, api_version: str, kind: str) -> bool:
        """Whether a kind is installed, in this version or in others."""
        return (api_version.rpartition("/")[0], kind) in self._kinds

    def find(self, api_version: str, kind: str) -> Kind | None:
        """The kind in a version, or None when it is not served in it."""
        served = self._kinds.get((api_version.rpartition("/")[0], kind), {})
        return next((known for known in served if known.api_version == api_version), None)

    def kinds(self) -> list[Kind]:
        """Every kind in every version that is served."""
        return [kind for served in self._kinds.values() for kind in served]

    def holds(self, kind: Kind) -> bool:
        """Whether the kind is one of these, and not of the same name from elsewhere."""
        return kind in self._kinds.get((kind.group, kind.kind), ())

    def schema(self, kind: Kind) -> dict[str, Any]:
        """The strict JSON Schema of a kind that is held, checked. Raises UserError for a CRD that cannot be used."""
        from generator.schema_store.lint import check
        from generator.schema_store.structural import json_schema

        structural = self._kinds[kind.group, kind.kind][kind]
        partial = ((),) if kind.partial else ()
        try:
            made = json_schema(structural, group=kind.group, version=kind.version, kind=kind.kind, partial=partial)
        except (AttributeError, TypeError, ValueError) as error:
            # Nobody has judged the CRD yet, and its own findings say where it goes wrong.
            raise UserError(f"{kind.upstream} does not fit its own schema", rule="crd-schema") from error
        check(made, kind.upstream)
        return made


def _served(crd: Mapping[str, Any]) -> dict[Kind, Mapping[str, Any]]:
    """Each served version that has a schema; none for a CRD that does not say which kind it is."""
    metadata = crd.get("metadata")
    name = str(metadata.get("name", "")) if isinstance(metadata, Mapping) else ""
    try:
        found = declared(crd, name)
    except UserError:
        return {}
    return {replace(kind, upstream=f"the CRD {name}".strip()): schema for kind, schema in found if schema is not None}
