"""The bundled schemas as the files kubeconform reads, so that both tools judge by the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from generator.schema_store.store import SchemaStore

LOCATION = "{{ .Group }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json"
"""How kubeconform finds a file; of the core group it says the version (pkg/registry/registry.go)."""


def schema_folder(folder: Path, kinds: Iterable[tuple[str, str]], version: str) -> Path:
    """Write the schema of every (apiVersion, kind) that has one."""
    store = SchemaStore(version)
    for api_version, kind in kinds:
        schema = store.schema(api_version, kind)
        if schema is not None:
            group, _, short = api_version.rpartition("/")
            file = folder / (group or short) / f"{kind.lower()}_{short}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(json.dumps(schema.source), encoding="utf8")
    return folder
