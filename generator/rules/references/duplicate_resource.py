"""object that is there twice

Why: Whoever is applied last wins; when two Applications hold the object, they undo each other's changes for ever.
Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#fail-the-sync-if-a-shared-resource-is-found
Bad:
    # file: web/config.yaml
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {LOG_LEVEL: info}
    # file: overrides/config.yaml
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

from collections.abc import Iterator, Mapping

from generator.facts.cluster import Cluster, get
from generator.facts.rendered_by import owners, together
from generator.model import Manifest
from generator.rules.problem import Place, Problem

SEVERITY = "error"
KINDS = ("*",)
FLEET = True


def check(cluster: Cluster) -> Iterator[Problem]:
    pairs = [(cluster.by_id[m.id], m) for m in cluster.manifests if cluster.by_id[m.id] is not m]
    syncs = _syncs(cluster) if pairs else {}
    for first, manifest in pairs:
        # Hooks with generated names are new objects each time; two versions are duplicate-across-versions.
        if first.version != manifest.version or not get(manifest.body, "metadata", "name"):
            continue
        if not _told_elsewhere(cluster, syncs, first, manifest):
            yield Problem(
                f"{manifest.id} is given twice",
                ("metadata", "name"),
                fix="keep one",
                manifest=manifest,
                related=(Place("the first", first),),
            )


def _syncs(cluster: Cluster) -> Mapping[int, set[int]]:
    """The numbers of the syncs that apply each object, by `id(manifest)`."""
    found: dict[int, set[int]] = {}
    for number, group in enumerate(together(cluster)):
        for manifest in group:
            found.setdefault(id(manifest), set()).add(number)
    return found


def _told_elsewhere(cluster: Cluster, syncs: Mapping[int, set[int]], first: Manifest, second: Manifest) -> bool:
    """Twins of one sync are argo-resource-repeated, twins of two Applications argo-resource-owned-twice."""
    if first.id.group == "argoproj.io":
        return first.id.kind == "Application"
    owned = owners(cluster)
    if id(first) in owned and id(second) in owned:
        return True
    return bool(syncs.get(id(first), set()) & syncs.get(id(second), set()))
