"""Which Application applies an object, and with which sync options.

Source: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, rows
from generator.model import Manifest

SYNC_OPTIONS = "argocd.argoproj.io/sync-options"


@lru_cache(maxsize=8)
def _applications(cluster: Cluster) -> Mapping[str, Manifest]:
    return {manifest.id.name: manifest for manifest in cluster.all(kinds.APPLICATION)}


def application_of(cluster: Cluster, manifest: Manifest) -> Manifest | None:
    """The Application that applies a rendered object; None for hand-written objects, whose owner nothing tells."""
    if manifest.app is None or manifest.component == "argocd":
        return None
    return _applications(cluster).get(manifest.app.application)


def sync_options(cluster: Cluster, manifest: Manifest) -> frozenset[str]:
    """The sync options that hold for an object: those of its Application and its own annotation's."""
    owner = application_of(cluster, manifest)
    shared = [str(row) for row in rows(owner.body, "spec", "syncPolicy", "syncOptions")] if owner else []
    own = get(manifest.body, "metadata", "annotations", SYNC_OPTIONS)
    return frozenset([*shared, *(part.strip() for part in str(own or "").split(",") if part.strip())])
