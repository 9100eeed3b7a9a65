"""object too large for client-side apply

Why: Client-side apply keeps a copy of the object in an annotation, and annotations may have 256 KiB together; a larger
object never syncs unless its Application uses server-side apply or replace.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#server-side-apply
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: dashboards, namespace: shop}
    data:
      all.json: <270000 bytes>
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: dashboards
      namespace: shop
      annotations: {argocd.argoproj.io/sync-options: ServerSideApply=true}
    data:
      all.json: <270000 bytes>
Good (small):
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: dashboards, namespace: shop}
    data:
      all.json: "{}"
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.facts.cluster import Cluster
from generator.facts.ownership import application_of, sync_options
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)

LIMIT = 256 * 1024
_ENOUGH = frozenset({"ServerSideApply=true", "Replace=true"})


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    # JSON never takes three times the room of the text, which is at hand: most objects need no closer look.
    if len(manifest.text) * 3 <= LIMIT:
        return
    size = len(json.dumps(manifest.body, separators=(",", ":"), default=str))
    if size <= LIMIT or sync_options(cluster, manifest) & _ENOUGH:
        return
    known = application_of(cluster, manifest) is not None
    yield Problem(
        f"the object has {size} bytes, client-side apply fails above {LIMIT}",
        ("metadata",),
        fix="add the annotation `argocd.argoproj.io/sync-options: ServerSideApply=true`, or split the object",
        severity="error" if known else "warning",
    )
