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

from collections.abc import Iterator

from generator.facts import sizes
from generator.facts.cluster import Cluster, mapping
from generator.facts.ownership import application_of, sync_options
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "error"
KINDS = ("*",)

_ENOUGH = frozenset({"ServerSideApply=true", "Replace=true"})


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    limit = sizes.ANNOTATIONS_LIMIT
    if not sizes.may_exceed(manifest, cluster, limit):
        return
    size = sizes.copied(manifest)
    if size <= limit or sync_options(cluster, manifest) & _ENOUGH:
        return
    # What is too large however it is applied is told by the rules about those limits.
    own = mapping(manifest.body, "metadata", "annotations")
    if sizes.annotation_bytes(own) > limit or sizes.unstorable(manifest):
        return
    known = application_of(cluster, manifest) is not None
    yield Problem(
        f"the object has {size} bytes, client-side apply fails above {limit}",
        ("metadata",),
        fix="add the annotation `argocd.argoproj.io/sync-options: ServerSideApply=true`, or split the object",
        severity="error" if known else "warning",
    )
