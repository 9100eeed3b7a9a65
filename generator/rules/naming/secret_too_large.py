"""Secret larger than 1 MiB

Why: The API server adds up the decoded values and refuses more than 1048576 bytes.
Source: https://kubernetes.io/docs/concepts/configuration/secret/#restriction-data-size
Bad:
    apiVersion: v1
    kind: Secret
    metadata: {name: bundle, namespace: shop}
    stringData:
      a.pem: <600000 bytes>
      b.pem: <600000 bytes>
Good:
    apiVersion: v1
    kind: Secret
    metadata: {name: bundle, namespace: shop}
    stringData: {a.pem: short}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SECRET,)

LIMIT = 1024 * 1024


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    size = sum(len(str(value).encode()) for value in mapping(manifest.body, "stringData").values())
    size += sum(len(str(value)) * 3 // 4 for value in mapping(manifest.body, "data").values())
    if size > LIMIT:
        yield Problem(f"the Secret holds {size} bytes, {LIMIT} are allowed", fix="split it into several Secrets")
