"""What comes from charts that nobody here can look into, and the identities that are known in spite of it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from generator.facts import kinds
from generator.facts.applications import applications, destination, sources
from generator.facts.cluster import Cluster
from generator.facts.fields import text


@lru_cache(maxsize=8)
def _charted(cluster: Cluster) -> frozenset[str]:
    charts = (app for app in applications(cluster) if any(source.chart for source in sources(app)))
    return frozenset(destination(cluster, app)[2] for app in charts)


def charted(cluster: Cluster, namespace: str) -> bool:
    """Whether an Application here installs a chart into the namespace: what is missing may come with it."""
    return namespace in _charted(cluster)


@lru_cache(maxsize=8)
def _accounts(cluster: Cluster) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for account in cluster.all(kinds.SERVICE_ACCOUNT):
        found.setdefault(account.id.namespace, set()).add(account.id.name)
    for template in cluster.templates:
        name = text(template.spec, "serviceAccountName")
        found.setdefault(template.namespace, set()).update({name, "default"} - {""})
    return {namespace: frozenset(names) for namespace, names in found.items()}


def accounts(cluster: Cluster, namespace: str) -> frozenset[str]:
    """The ServiceAccounts of a namespace: those here and those its pods use; `default` is always there."""
    return _accounts(cluster).get(namespace, frozenset()) | {"default"}
