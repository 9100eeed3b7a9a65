"""Secret whose data is not what it should be

Why: The API server refuses data that is no base64; what is encoded twice or ends in a line break is taken and does
not work.
Source: https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data
Bad (no schema: no base64):
    apiVersion: v1
    kind: Secret
    metadata: {name: db, namespace: shop}
    data: {p: "hunter2!"}
Bad (twice):
    apiVersion: v1
    kind: Secret
    metadata: {name: db, namespace: shop}
    data: {p: "YUhWdWRHVnlNakk9"}
Good:
    apiVersion: v1
    kind: Secret
    metadata: {name: db, namespace: shop}
    data: {p: "aHVudGVyMjI="}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.secret_text import decoded, placeholder, secret_name
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SECRET,)
NEEDS = ("data",)


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    for key, value in mapping(manifest.body, "data").items():
        if not isinstance(value, str) or placeholder(value):
            continue
        plain = decoded(value)
        if plain is None:
            fix = "encode it, or write it under stringData"
            yield Problem(f"`{key}` is not base64", ("data", key), fix=fix)
        elif len(plain) >= 12 and _printable(decoded(plain.decode("ascii", "replace"))):
            yield Problem(f"`{key}` is encoded twice", ("data", key), fix="encode it once", severity="info")
        elif plain.endswith(b"\n") and secret_name(str(key)):
            fix = "encode it without the line break (printf, not echo)"
            yield Problem(f"`{key}` ends with a line break", ("data", key), fix=fix, severity="info")


def _printable(data: bytes | None) -> bool:
    return bool(data) and data is not None and all(32 <= byte < 127 for byte in data)
