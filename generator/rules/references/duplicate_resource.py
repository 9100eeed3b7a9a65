"""one object twice.

Why: Whoever is applied last wins; when two Applications hold the object, they undo each other's changes for ever.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {LOG_LEVEL: info}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {LOG_LEVEL: debug}
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: other}
    ---
    apiVersion: v1
    kind: Secret
    metadata: {name: web, namespace: shop}
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.facts.cluster import Cluster, get
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = ("*",)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    for manifest in cluster.manifests:
        first = cluster.by_id[manifest.id]
        # Hooks with generated names are new objects each time; two versions are duplicate-across-versions.
        if first is manifest or first.version != manifest.version or not get(manifest.body, "metadata", "name"):
            continue
        owners = [m.app.application for m in (first, manifest) if m.app is not None]
        told = f"applied by {owners[0]} and by {owners[1]}" if len(set(owners)) == 2 else "given twice"
        yield Problem(
            f"{manifest.id} is {told}",
            ("metadata", "name"),
            fix="keep one",
            manifest=manifest,
            related=(Place("the first", first),),
        )
