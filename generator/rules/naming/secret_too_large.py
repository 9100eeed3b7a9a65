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

from generator.facts import kinds, sizes
from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = (kinds.SECRET,)

LIMIT = sizes.DATA_LIMIT


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    size = sizes.data(manifest)
    if size > LIMIT:
        yield Problem(
            f"the Secret holds {size} bytes, {LIMIT} are allowed",
            ("data",) if "data" in manifest.body else ("stringData",),
            fix="split it into several Secrets",
        )
