"""key of a ConfigMap or Secret that the API server refuses

Why: Keys become file names: letters, digits, hyphens, underscores and dots, not `.` and nothing that begins with `..`;
and a key may not stand in `data` and `binaryData` at once.
Source: kubernetes pkg/apis/core/validation/validation.go, ValidateConfigMap.
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {"a b": x}
Bad (twice):
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {logo: x}
    binaryData: {logo: eHg=}
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {app.properties: x, _hidden: "", .dot: ""}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import grammar, kinds
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.CONFIG_MAP, kinds.SECRET)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for field in ("data", "binaryData", "stringData"):
        for key in mapping(manifest.body, field):
            if fault := grammar.data_key_fault(str(key)):
                yield Problem(f"the key `{key}` {fault}", (field, key), fix="rename the key", at_key=True)
    binary = mapping(manifest.body, "binaryData")
    for key in mapping(manifest.body, "data"):
        if key in binary:
            yield Problem(f"`{key}` stands in `data` and `binaryData`", ("data", key), fix="keep one", at_key=True)
