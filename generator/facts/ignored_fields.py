"""Which fields Argo CD leaves alone, and whether it heals the rest.

Source: argoproj/argo-cd ignoreDifferences and automated sync (docs/user-guide/diffing.md, auto_sync.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, get, rows
from generator.facts.fields import entries, text
from generator.model import Manifest


@lru_cache(maxsize=8)
def _applications(cluster: Cluster) -> tuple[Mapping[str, Manifest], Mapping[str, tuple[Manifest, ...]]]:
    """Applications by their name, and by the namespace they send objects to."""
    by_namespace: dict[str, list[Manifest]] = {}
    for application in cluster.all(kinds.APPLICATION):
        namespace = text(application.body, "spec", "destination", "namespace")
        by_namespace.setdefault(namespace, []).append(application)
    named = {application.id.name: application for application in cluster.all(kinds.APPLICATION)}
    return named, {namespace: tuple(items) for namespace, items in by_namespace.items()}


def applications_of(cluster: Cluster, manifest: Manifest) -> tuple[Manifest, ...]:
    """The Applications that may apply an object: its own where that is known, else all that aim at its namespace."""
    named, by_namespace = _applications(cluster)
    if manifest.app is not None:
        own = named.get(manifest.app.application)
        return (own,) if own else ()
    return by_namespace.get(manifest.id.namespace, ())


def ignores(application: Manifest, manifest: Manifest, pointer: str) -> bool:
    """Whether an Application ignores one field of an object, given as a JSON pointer of plain keys."""
    expression = pointer.replace("/", ".")
    for _, row in entries(application.body, "spec", "ignoreDifferences"):
        who = ((row.get("group", ""), manifest.id.group), (row.get("kind"), manifest.id.kind))
        if any(wanted not in (found, "*") for wanted, found in who):
            continue
        if row.get("name", manifest.id.name) != manifest.id.name:
            continue
        if row.get("namespace", manifest.id.namespace) != manifest.id.namespace:
            continue
        if pointer in rows(row, "jsonPointers") or expression in rows(row, "jqPathExpressions"):
            return True
        if rows(row, "managedFieldsManagers"):
            return True
    return False


def heals(application: Manifest) -> bool:
    """Whether the Application undoes what others change (selfHeal)."""
    return get(application.body, "spec", "syncPolicy", "automated", "selfHeal") is True
