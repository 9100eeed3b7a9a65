"""object larger than etcd accepts

Why: etcd refuses requests above 1.5 MiB, and the API server then answers with an error for the whole object.
Source: https://etcd.io/docs/latest/dev-guide/limit/#request-size-limit
Bad:
    apiVersion: v1
    kind: Secret
    metadata: {name: bundle, namespace: shop}
    stringData:
      a.pem: <900000 bytes>
      b.pem: <900000 bytes>
Good:
    apiVersion: v1
    kind: Secret
    metadata: {name: bundle, namespace: shop}
    stringData: {a.pem: short}
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)

LIMIT = 1536 * 1024


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    # JSON never takes three times the room of the text, which is at hand: most objects need no closer look.
    if len(manifest.text) * 3 <= LIMIT:
        return
    size = len(json.dumps(manifest.body, separators=(",", ":"), default=str))
    if size > LIMIT:
        yield Problem(f"the object has {size} bytes, etcd accepts {LIMIT}", fix="split the object")
