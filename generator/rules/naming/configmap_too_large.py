"""ConfigMap larger than 1 MiB

Why: The API server adds up the values and refuses more than 1048576 bytes.
Source: https://kubernetes.io/docs/concepts/configuration/configmap/#motivation
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: dashboards, namespace: shop}
    data:
      a.json: <600000 bytes>
      b.json: <600000 bytes>
Bad (nearly too large):
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: dashboards, namespace: shop}
    data:
      a.json: <500000 bytes>
      b.json: <500000 bytes>
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: dashboards, namespace: shop}
    data:
      a.json: <500000 bytes>
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts import kinds, sizes
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.CONFIG_MAP,)

LIMIT = sizes.DATA_LIMIT
_NEAR = LIMIT * 9 // 10


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    size = sizes.data(manifest)
    if size > _NEAR:
        yield Problem(
            f"the ConfigMap holds {size} bytes, {LIMIT} are allowed",
            ("data",) if "data" in manifest.body else ("binaryData",),
            fix="split it into several ConfigMaps",
            severity="error" if size > LIMIT else "warning",
        )
