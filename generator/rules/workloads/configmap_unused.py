"""ConfigMap that no pod here reads

Why: It may be left over; tools that find ConfigMaps by label (dashboards, Argo CD) do read theirs and are left out.
Source: https://kubernetes.io/docs/concepts/configuration/configmap/#using-configmaps
Bad:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web-old, namespace: shop}
    data: {LOG_LEVEL: info}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: web}}]}]
Good:
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: shop}
    data: {LOG_LEVEL: info}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: shop}
    spec:
      containers: [{name: web, image: "web:1", envFrom: [{configMapRef: {name: web}}]}]
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from generator.facts import kinds
from generator.facts.cluster import Cluster, mapping
from generator.facts.references import references
from generator.model import Manifest
from generator.rules.problem import Problem

SEVERITY = "info"
KINDS = (kinds.CONFIG_MAP,)
DEFAULT = False

_READERS = ("grafana_dashboard", "grafana_datasource", "grafana_alert", "app.kubernetes.io/part-of")


def check(manifest: Manifest, cluster: Cluster) -> Iterator[Problem]:
    marks = mapping(manifest.body, "metadata", "labels")
    read_by_label = any(str(key).startswith(_READERS[:3]) for key in marks) or marks.get(_READERS[3]) == "argocd"
    if read_by_label or not cluster.templates_in(manifest.id.namespace):
        return
    if (manifest.id.namespace, manifest.id.name) not in _read(cluster):
        yield Problem("no pod here reads this ConfigMap", ("metadata", "name"), fix="remove it if nothing else does")


@lru_cache(maxsize=8)
def _read(cluster: Cluster) -> frozenset[tuple[str, str]]:
    """The ConfigMaps that pods name, by namespace and name."""
    return frozenset((ref.namespace, ref.name) for ref in references(cluster) if ref.kind == "ConfigMap")
